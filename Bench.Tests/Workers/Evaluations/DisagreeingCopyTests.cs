using Bench.Metrics.Clustered;
using Bench.Metrics.Comparison;
using Bench.Metrics.Truth;
using Bench.Tests.Metrics;
using Bench.Workers.Evaluations.Scores;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>Copies of a picture are no pictures of their own to a doubt about labels.</summary>
public sealed class DisagreeingCopyTests
{
    const int Images = 6000;

    /// <summary>The label set changes 500 images, which the model answers as the dataset has it; as copies of ten pictures of 120 they are
    /// no clear sign.</summary>
    [Theory, InlineData(1, true), InlineData(50, false)]
    public void Copies_of_a_picture_are_one_piece_of_evidence(int copies, bool isDoubted)
    {
        var labels = new GroundTruth
        {
            Offsets = Enumerable.Range(0, Images + 1).ToArray(),
            Classes = Enumerable.Range(0, Images).Select(image => (ushort)(Own(image) + (image < 500 ? 1 : 0))).ToArray(),
            OriginalClass = Enumerable.Range(0, Images).Select(image => (ushort)Own(image)).ToArray(),
            SingleLabel = true,
        };
        var all = Bits.All(Images);
        var own = new ImageOutcomes(Bits.Where(Images, image => image < 4800), all);
        var given = new ImageOutcomes(Bits.Where(Images, image => image is >= 500 and < 4800), all);
        var pictures = copies == 1 ? null : new Clusters([.. Enumerable.Range(0, Images).Select(image => image / copies)], Images / copies);

        (DisagreeingLabels.Of("own", labels, own, given, pictures) is not null).ShouldBe(isDoubted);
    }

    static int Own(int image) => image / 50;
}
