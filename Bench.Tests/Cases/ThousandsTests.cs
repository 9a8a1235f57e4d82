using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>A comma in a number stands for tenths in half of Europe and for thousands elsewhere.</summary>
public sealed class ThousandsTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("1,024", "999", "'1,024' in the column 'width' may be 1024 or 1.024")]
    [InlineData("1,024", "12.5", "'1,024' in the column 'width'")]
    [InlineData("1,024", "1,5", null)]
    [InlineData("0,125", "0,250", null)]
    [InlineData("1024", "12.5", null)]
    [InlineData("red, white", "1,024", null)]
    public async Task A_number_that_may_be_two_is_refused_where_its_column_does_not_tell(string one, string other, string? words)
    {
        var target = await LabelTargets.FromLinesAsync(_folder, "a.JPEG 0", "b.JPEG 1");
        var path = _folder.Write("facets.csv", $"file_name;width\na.JPEG;{one}\nb.JPEG;{other}\n");
        var import = () =>
            LabelImporter.ImportAsync(path, "facets.csv", "facets", "facets", null, target, TestContext.Current.CancellationToken);

        if (words is null)
            (await import())[0].Columns.ShouldHaveSingleItem();
        else
            (await Should.ThrowAsync<LabelSetException>(import)).Message.ShouldContain(words);
    }

    public void Dispose() => _folder.Dispose();
}
