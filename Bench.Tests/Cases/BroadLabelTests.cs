using Bench.Service.Labels.Formats;
using Bench.Tests.Fixtures;
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

    public void Dispose() => _folder.Dispose();
}
