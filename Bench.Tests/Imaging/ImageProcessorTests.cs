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
    [InlineData("\"size\": {\"longest_edge\": 224}")]
    [InlineData("\"size\": {\"height\": 256, \"width\": 256}, \"crop_size\": 224, \"do_center_crop\": true")]
    public void What_no_contract_says_is_refused(string fields)
    {
        PreprocessingJson.Read($"{{{Half}, {fields}}}", out var errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().Message.ShouldContain("has no contract here");
    }
}
