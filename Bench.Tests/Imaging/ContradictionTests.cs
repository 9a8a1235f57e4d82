using System.Text.Json;
using Bench.Imaging.Contract;

namespace Bench.Tests.Imaging;

/// <summary>Two fields that say different things of one: none of them wins without a word.</summary>
public sealed class ContradictionTests
{
    const string Half = "\"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5]";

    [Theory]
    [InlineData("""{"resize": 232, "crop_pct": 0.875}""", "resize", "by crop_pct 0.875 it becomes 256")]
    // 224 / 0.95 is 235.8: timm takes the floor.
    [InlineData(
        """{"resize": 236, "crop_pct": 0.95}""",
        "resize",
        "by resize the shorter side becomes 236, and by crop_pct 0.95 it becomes 235"
    )]
    [InlineData(
        """{"input_size": [3, 224, 288], "resize": 248, "crop_pct": 0.9}""",
        "resize",
        "248 × 318, and by crop_pct 0.9 it becomes 248 × 320"
    )]
    [InlineData("""{"pretrained_cfg": {"resize": 256, "crop_pct": 1.0}}""", "resize", "by crop_pct 1 it becomes 224")]
    [InlineData("""{"resize": 256, "test_input_size": [3, 288, 288]}""", "resize", "test_input_size or test_crop_pct name another one")]
    [InlineData("""{"resize": 256, "test_crop_pct": 1.0}""", "resize", "test_input_size or test_crop_pct name another one")]
    [InlineData(
        """{"value_range": "byte", "mean": [123.675, 116.28, 103.53], "std": [0.229, 0.224, 0.225]}""",
        "std",
        "is in units of 0 to 1"
    )]
    [InlineData("""{"value_range": "byte", "mean": [123.675, 0.456, 103.53], "std": [1, 1, 1]}""", "mean", "mixes units")]
    [InlineData("""{"pretrained_cfg": {}, "test_input_size": [3, 288, 288]}""", "test_input_size", "is next to pretrained_cfg")]
    [InlineData("""{"pretrained_cfg": {}, "image_mean": [0.5, 0.5, 0.5]}""", "image_mean", "is next to pretrained_cfg")]
    [InlineData(
        """{"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "image_mean": [127.5, 127.5, 127.5], "size": 224}""",
        "mean",
        "say all in one of the two"
    )]
    [InlineData("""{"interpolation": "bicubic", "resample": 2}""", "resample", "unknown field")]
    [InlineData("""{"pretrained_cfg": {"crop_pct": 0.9}, "pretrained_cfg": {"crop_pct": 1}}""", "pretrained_cfg", "given twice")]
    public void Two_fields_that_disagree_are_refused_by_name(string json, string field, string words)
    {
        PreprocessingJson.Read(json, out var errors).ShouldBeNull();

        errors[0].Field.ShouldBe(field);
        errors[0].Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("\"size\": {\"shortest_edge\": 256, \"height\": 224, \"width\": 224}", "size", "shortest_edge and height")]
    [InlineData("\"size\": {\"shortest_edge\": 256, \"longest_edge\": 512}", "size", "shortest_edge and longest_edge")]
    [InlineData("\"size\": {\"shortest_edge\": 256}, \"crop_size\": 224, \"crop_pct\": 0.9", "crop_pct", "is a shorter side of 248")]
    [InlineData(
        "\"image_processor_type\": \"ViTImageProcessor\", \"feature_extractor_type\": \"ConvNextFeatureExtractor\", \"size\": 224",
        "image_processor_type",
        "ViT and ConvNext are two kinds"
    )]
    [InlineData("\"size\": 224, \"size\": 256", "size", "given twice")]
    [InlineData("\"resample\": \"bicubic\", \"size\": 224", "resample", "bicubic is not one of Pillow's filters by number")]
    public void An_image_processor_that_contradicts_itself_is_refused(string fields, string field, string words)
    {
        PreprocessingJson.Read($"{{{Half}, {fields}}}", out var errors).ShouldBeNull();

        errors[0].Field.ShouldBe(field);
        errors[0].Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("""{"resize": 256, "crop_pct": 0.875}""", 256, 0.875)]
    [InlineData("""{"resize": 235, "crop_pct": 0.95}""", 235, 0.95)]
    [InlineData("""{"resize": 256}""", 256, 0.875)]
    [InlineData("""{"resize": 448}""", 448, 0.5)]
    [InlineData("""{"resize": 200}""", 200, 1)]
    public void Fields_that_agree_are_read(string json, int resize, double part)
    {
        var contract = PreprocessingJson.Read(json, out _).ShouldNotBeNull();

        (contract.Resize, contract.CropPct).ShouldBe((resize, part));
    }

    [Fact]
    public void Every_shorter_side_is_written_with_a_part_that_agrees()
    {
        for (var side = 1; side <= 512; side += 7)
        for (var resize = 1; resize <= 1024; resize += 3)
        {
            var contract = StatedResize.WithPart(
                new Preprocessing
                {
                    Width = side + side / 3,
                    Height = side,
                    Resize = resize,
                }
            );

            StatedResize.Agrees(contract, resize).ShouldBeTrue($"{side} of {resize}");
        }
    }

    [Fact]
    public void A_contract_that_an_older_version_stored_is_read_by_its_shorter_side()
    {
        const string Stored = """{"input_size":[3,224,224],"crop_pct":0.875,"resize":232}""";

        PreprocessingJson.ReadStored(Stored, out _)!.ShouldBe(PreprocessingJson.Read("""{"resize": 232}""", out _));
    }

    [Theory]
    // sail/poolformer_s12: the shorter side is size / crop_pct; facebook/levit-128S: 256 / 224 of size.
    [InlineData("\"image_processor_type\": \"PoolFormerImageProcessor\", \"crop_pct\": 0.9", 248)]
    [InlineData("\"feature_extractor_type\": \"PoolFormerFeatureExtractor\", \"crop_pct\": 0.95", 235)]
    [InlineData("\"image_processor_type\": \"LevitImageProcessor\"", 256)]
    [InlineData("\"image_processor_type\": \"CLIPImageProcessorFast\"", 224)]
    public void A_processors_own_way_from_size_to_shorter_side_is_taken(string fields, int resize)
    {
        var json = $"{{{Half}, \"size\": {{\"shortest_edge\": 224}}, \"crop_size\": 224, {fields}}}";

        PreprocessingJson.Read(json, out var errors).ShouldNotBeNull().Resize.ShouldBe(resize);
        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"do_rescale\": false, \"rescale_factor\": 0.00392, \"do_normalize\": false", "rescale_factor (do_rescale is false)")]
    [InlineData("\"do_center_crop\": false, \"crop_size\": 224", "crop_size (do_center_crop is false)")]
    [InlineData("\"image_processor_type\": \"ViTImageProcessor\", \"crop_pct\": 0.9", "crop_pct (both sides are given by size)")]
    [InlineData("\"do_rescale\": true, \"rescale_factor\": 0.00392", null)]
    public void A_field_whose_step_is_off_is_named(string fields, string? named)
    {
        var json = $"{{\"size\": {{\"height\": 224, \"width\": 224}}, \"do_resize\": true, {fields}}}";
        using var document = JsonDocument.Parse(json);

        PreprocessingJson.Read(json, out _).ShouldNotBeNull();
        if (named is null)
            SourceClaims.Of(document.RootElement).Unused.ShouldBeNull();
        else
            SourceClaims.Of(document.RootElement).Unused.ShouldNotBeNull().ShouldContain(named);
    }
}
