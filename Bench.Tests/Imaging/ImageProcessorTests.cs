using Bench.Imaging.Contract;

namespace Bench.Tests.Imaging;

/// <summary>preprocessor_config.json files as Hugging Face repositories hold them, and what transformers does with each.</summary>
public sealed class ImageProcessorTests
{
    const string Half = "\"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5]";

    [Theory]
    // microsoft/resnet-50: size is the crop's side, of shorter side size / crop_pct.
    [InlineData(
        "\"crop_pct\": 0.875, \"feature_extractor_type\": \"ConvNextFeatureExtractor\", \"resample\": 3, \"size\": 224",
        "224 × 224, 256, Bicubic, Center"
    )]
    // facebook/convnext-base-384: squashed from 384 on.
    [InlineData(
        "\"image_processor_type\": \"ConvNextImageProcessor\", \"resample\": 3, \"size\": {\"shortest_edge\": 384}",
        "384 × 384, , Bicubic, Squash"
    )]
    // google/vit-base-patch16-224: a number alone is both sides.
    [InlineData("\"feature_extractor_type\": \"ViTFeatureExtractor\", \"resample\": 2, \"size\": 224", "224 × 224, , Bilinear, Squash")]
    [InlineData("\"do_resize\": true, \"size\": {\"height\": 240, \"width\": 320}", "240 × 320, , Bilinear, Squash")]
    // openai/clip-vit-base-patch32: size is the shorter side.
    [InlineData(
        "\"crop_size\": 224, \"feature_extractor_type\": \"CLIPFeatureExtractor\", \"resample\": 3, \"size\": 224",
        "224 × 224, 224, Bicubic, Center"
    )]
    // google/mobilenet_v2_1.0_224.
    [InlineData(
        "\"crop_size\": {\"height\": 224, \"width\": 224}, \"resample\": 2, \"size\": {\"shortest_edge\": 256}",
        "224 × 224, 256, Bilinear, Center"
    )]
    public void A_processor_of_Hugging_Face_is_read_as_what_it_does(string fields, string contract)
    {
        var read = PreprocessingJson.Read($"{{{Half}, {fields}}}", out var errors);

        errors.ShouldBeEmpty();
        $"{read!.Height} × {read.Width}, {read.Resize}, {read.Interpolation}, {read.CropMode}".ShouldBe(contract);
        read.Mean.First.ShouldBe(0.5);
    }

    [Theory]
    // apple/mobilevit-small: BGR, and nothing is normalised.
    [InlineData("\"do_flip_channel_order\": true, \"crop_size\": 256", "Bgr 0 1")]
    // google/efficientnet-b0: std is the root of the real one, by which the processor divides twice.
    [InlineData("\"include_top\": true, \"image_mean\": [0.485, 0.456, 0.406], \"image_std\": [0.5, 0.5, 0.5]", "Rgb 0.485 0.25")]
    [InlineData("\"rescale_factor\": 0.00784313725490196, \"rescale_offset\": true, \"do_normalize\": false", "Rgb 0.5 0.5")]
    [InlineData("\"do_normalize\": false, \"rescale_factor\": 0.00392156862745098", "Rgb 0 1")]
    public void What_a_processor_does_to_values_and_channels_is_read_too(string fields, string contract)
    {
        var read = PreprocessingJson.Read($"{{\"size\": {{\"shortest_edge\": 288}}, {fields}}}", out var errors);

        errors.ShouldBeEmpty();
        FormattableString.Invariant($"{read!.ChannelOrder} {read.Mean.First} {read.Std.First}").ShouldBe(contract);
    }

    [Theory]
    [InlineData("\"do_pad\": true", "do_pad")]
    [InlineData("\"do_resize\": false", "do_resize")]
    [InlineData("\"rescale_factor\": 0.00784313725490196", "rescale_factor")]
    [InlineData("\"mean\": [0, 0, 0]", "mean")]
    [InlineData("\"interpolation\": \"nearest\"", "interpolation")]
    public void What_would_be_left_out_without_a_word_is_refused(string field, string named)
    {
        PreprocessingJson.Read($"{{{Half}, \"size\": {{\"height\": 224, \"width\": 224}}, {field}}}", out var errors).ShouldBeNull();
        PreprocessingJson
            .Read("""{"pretrained_cfg": {"input_size": [3, 224, 224]}, "input_size": [3, 299, 299]}""", out var nested)
            .ShouldBeNull();

        errors.ShouldHaveSingleItem().Field.ShouldBe(named);
        nested.ShouldHaveSingleItem().Message.ShouldContain("is next to pretrained_cfg");
    }

    [Theory]
    [InlineData("\"size\": {\"longest_edge\": 224}")]
    [InlineData("\"size\": {\"height\": 256, \"width\": 256}, \"crop_size\": 224, \"do_center_crop\": true")]
    public void What_no_contract_says_is_refused(string fields)
    {
        PreprocessingJson.Read($"{{{Half}, {fields}}}", out var errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().Message.ShouldContain("has no contract here");
    }
}
