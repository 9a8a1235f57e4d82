using System.Globalization;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Label sets under which any answer is right.</summary>
public sealed class BroadLabelTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1000, true)]
    [InlineData(500, true)]
    [InlineData(9, false)]
    public async Task Images_with_half_of_all_classes_are_told(int labels, bool isDoubted)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var all = string.Join(' ', Enumerable.Range(0, labels));

        var set = (
            await LabelImporter.ImportAsync(
                _folder.Write("l.csv", $"file_name,labels\na.JPEG,{all}\nb.JPEG,1\n"),
                "l.csv",
                "csv",
                "set",
                null,
                target,
                TestContext.Current.CancellationToken
            )
        ).ShouldHaveSingleItem();

        set.Checks.Select(check => check.Code).ShouldBe(isDoubted ? ["labels-too-broad"] : []);
    }

    [Theory]
    [InlineData("{0} 3", true)]
    [InlineData("{0}", false)]
    [InlineData("{0} {1}", false)]
    public async Task A_class_that_nearly_every_image_has_next_to_its_own_is_told(string cell, bool isDoubted)
    {
        var images = Enumerable.Range(0, 40).ToArray();
        var target = await LabelTargets.FromLinesAsync(_folder, [.. images.Select(i => $"{i:D2}.JPEG {i * 7}")]);
        var rows = images.Select(i => $"{i:D2}.JPEG,{string.Format(CultureInfo.InvariantCulture, cell, i * 7, 500 + i)}\n");

        var set = (
            await LabelImporter.ImportAsync(
                _folder.Write("votes.csv", $"file_name,labels\n{string.Concat(rows)}"),
                "votes.csv",
                "csv",
                "set",
                null,
                target,
                TestContext.Current.CancellationToken
            )
        ).ShouldHaveSingleItem();

        set.Checks.Select(check => check.Code).ShouldBe(isDoubted ? ["labels-too-broad"] : []);
        if (isDoubted)
            set.Checks[0].Message.ShouldContain("40 of 40 images of 'set' have the class n01491361 (3)");
    }

    public void Dispose() => _folder.Dispose();
}
