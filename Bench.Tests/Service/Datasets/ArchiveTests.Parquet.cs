using System.Text;
using Bench.Service.Datasets;
using Parquet;
using Parquet.Schema;

namespace Bench.Tests.Service.Datasets;

/// <summary>Hugging Face's form.</summary>
public sealed partial class ArchiveTests
{
    [Fact]
    public async Task Hugging_Face_parquet_is_unpacked_row_by_row()
    {
        await ParquetAsync("validation-00000.parquet", [("ILSVRC2012_val_00000293_n01440764.JPEG", "a", 0), (null, "bb", 1)]);
        var dataset = await ImportAsync("validation-00000.parquet", "parquet");
        dataset
            .Manifest.Images.Select(i => (i.Path, i.OriginalClass, i.Size))
            .ShouldBe([("validation-00000/00000001.jpeg", 1, 2L), ("validation-00000/ILSVRC2012_val_00000293_n01440764.JPEG", 0, 1L)]);
        dataset.Manifest.Images[1].Key.ShouldBe("ILSVRC2012_val_00000293");
    }

    [Fact]
    public async Task A_parquet_row_without_a_path_or_a_picture_leaves_those_of_the_other_rows_where_they_are()
    {
        await ParquetAsync(
            "gaps.parquet",
            [(null, "a", 0), ("b.JPEG", "bb", 1), (null, "ccc", 2), ("b.JPEG", "dddd", 3), ("e.png", "eeeee", 4)]
        );
        var refused = await Should.ThrowAsync<DatasetImportException>(() => ImportAsync("gaps.parquet", "parquet"));
        refused.Message.ShouldContain("b.JPEG");

        await ParquetAsync("names.parquet", [(null, "a", 0), ("b.JPEG", "bb", 1), (null, "ccc", 2), ("e.png", "dddd", 3)]);
        (await ImportAsync("names.parquet", "parquet", folder: Path.Combine(_folder.Path, "names")))
            .Manifest.Images.Select(i => (Path.GetFileName(i.Path), i.OriginalClass, i.Size))
            .ShouldBe([("00000000.jpeg", 0, 1L), ("00000002.jpeg", 2, 3L), ("b.JPEG", 1, 2L), ("e.png", 3, 4L)]);

        await ParquetAsync("pictures.parquet", [("a.JPEG", "a", 0), ("b.JPEG", null, 1), ("c.JPEG", "ccc", 2)]);
        await RefusedAsync("pictures.parquet", "parquet", "dataset-list-invalid", "row 1 of pictures.parquet has no image");
    }

    [Fact]
    public async Task A_parquet_list_of_labels_is_several_labels_an_image()
    {
        var (bytes, label) = (new DataField<byte[]>("bytes"), new ListField("label", new DataField<int>("element")));
        await using (var file = File.Create(Path.Combine(_folder.Path, "hard.parquet")))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(new StructField("image", bytes), label), file);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(bytes, new byte[][] { [1], [2], [3] });
            await group.WriteAsync<int>((DataField)label.Item, new int?[] { 7, 3, 5, 9 }, new[] { 0, 1, 0, 0 });
        }

        var dataset = await ImportAsync("hard.parquet", "parquet");

        dataset.Manifest.Images.Select(image => string.Join(' ', image.Classes)).ShouldBe(["3 7", "5", "9"]);
    }

    [Fact]
    public async Task A_parquet_file_that_is_none_or_leads_out_is_refused()
    {
        _folder.Write("text.parquet", "this is not a parquet file, though it is long enough to be looked at");
        await RefusedAsync("text.parquet", "parquet", "dataset-unreadable", "text.parquet cannot be read as Parquet");
        await ParquetAsync("evil.parquet", [("../../evil.JPEG", "a", 0)]);
        await RefusedAsync("evil.parquet", "parquet", "dataset-path-unsafe", "which is not a path inside it");
        await ParquetAsync("class.parquet", [("a.JPEG", "a", 1000)]);
        await RefusedAsync("class.parquet", "parquet", "dataset-class-unknown", "'1000'");
    }

    async Task ParquetAsync(string name, (string? Path, string? Bytes, long Label)[] rows)
    {
        var (bytes, path, label) = (new DataField<byte[]>("bytes"), new DataField<string>("path"), new DataField<long>("label"));
        var schema = new ParquetSchema(new StructField("image", bytes, path), label);
        await using var file = File.Create(Path.Combine(_folder.Path, name));
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(bytes, rows.Select(r => r.Bytes is null ? null! : Encoding.UTF8.GetBytes(r.Bytes)).ToArray());
        await group.WriteAsync(path, rows.Select(r => r.Path!).ToArray());
        await group.WriteAsync<long>(label, rows.Select(r => r.Label).ToArray());
    }
}
