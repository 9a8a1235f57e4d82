using System.Globalization;
using Bench.Service.Evaluations.Review;
using Bench.Service.Labels;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Rows that belong to images a few places away, in no order that has a name.</summary>
public sealed class NeighbourRowTests : IDisposable
{
    const int Images = 640;

    readonly TempFolder _folder = new();
    readonly Random _random = new(23);

    [Theory]
    [InlineData("mixed in batches", true)]
    [InlineData("means of neighbours", true)]
    [InlineData("in order", false)]
    public async Task Rows_that_are_right_for_their_neighbours_are_doubted(string kind, bool isDoubted)
    {
        var target = await TargetAsync(image => image * 137 % 900);
        int[] rows = [.. Enumerable.Range(0, Images)];
        if (kind == "mixed in batches")
            for (var batch = 0; batch < Images; batch += 32)
                _random.Shuffle(rows.AsSpan(batch, 32));

        var checks = Checked(target, image => kind == "means of neighbours" && image % 2 == 1 ? image - 1 : rows[image], slips: 4);

        checks.ShouldBe(isDoubted ? ["row-order-doubtful"] : []);
    }

    /// <summary>Neighbouring images are of neighbouring classes, and mistakes fall on these.</summary>
    [Theory]
    [InlineData("by class")]
    [InlineData("one of each class in turn")]
    public async Task A_model_that_takes_classes_for_similar_ones_is_not_doubted(string order)
    {
        var target = await TargetAsync(image => order == "by class" ? image / 8 : image % 80);

        Checked(target, image => _random.Next(3) == 0 ? Math.Clamp(image + _random.Next(-30, 31), 0, Images - 1) : image, slips: 5)
            .ShouldBeEmpty();
    }

    IEnumerable<string> Checked(LabelTarget target, Func<int, int> imageOf, int slips) =>
        AnswerChecks
            .Of(
                new Answers(
                    [
                        .. Enumerable
                            .Range(0, Images)
                            .Select(image =>
                                _random.Next(slips) == 0 ? (ushort)_random.Next(1000) : target.Manifest.Images[imageOf(image)].Classes[0]
                            ),
                    ],
                    1,
                    1000,
                    RanksOnly: true,
                    Verified: false
                ),
                target
            )
            .Select(check => check.Code);

    Task<LabelTarget> TargetAsync(Func<int, int> label) =>
        LabelTargets.FromLinesAsync(
            _folder,
            [.. Enumerable.Range(0, Images).Select(image => string.Create(CultureInfo.InvariantCulture, $"{image:D4}.JPEG {label(image)}"))]
        );

    public void Dispose() => _folder.Dispose();
}
