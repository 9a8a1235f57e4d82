using Bench.Imaging.Contract;

namespace Bench.Tests.Imaging;

public sealed class PreprocessingJsonTests
{
    [Fact]
    public void An_empty_contract_is_the_torchvision_default()
    {
        var contract = Read("{}");

        contract.ShouldBe(Preprocessing.Default);
        (contract.Width, contract.Height, contract.CropPct, contract.Resize, contract.Layout).ShouldBe((224, 224, 0.875, null, null));
        (contract.Interpolation, contract.CropMode, contract.ChannelOrder, contract.ValueRange).ShouldBe(
            (Interpolation.Bilinear, CropMode.Center, ChannelOrder.Rgb, ValueRange.Unit)
        );
        contract.Mean.ShouldBe(new(0.485, 0.456, 0.406));
        contract.Std.ShouldBe(new(0.229, 0.224, 0.225));
    }

    [Fact]
    public void A_pretrained_cfg_of_timm_is_read_as_it_is()
    {
        const string Cfg = """
            {"tag": "fb_in1k", "custom_load": false, "input_size": [3, 288, 288], "fixed_input_size": false, "interpolation": "bicubic", "crop_pct": 0.95,
             "crop_mode": "squash", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.25], "num_classes": 1000, "pool_size": [7, 7], "first_conv": "stem.0",
             "classifier": "head.fc", "license": "mit", "url": "", "test_input_size": null, "architecture": "resnet50"}
            """;

        var contract = Read(Cfg);

        contract.ShouldBe(
            new Preprocessing
            {
                Width = 288,
                Height = 288,
                Interpolation = Interpolation.Bicubic,
                CropPct = 0.95,
                CropMode = CropMode.Squash,
                Mean = new(0.5, 0.5, 0.5),
                Std = new(0.5, 0.5, 0.25),
            }
        );
        Read($$"""{"architecture": "resnet50", "num_classes": 1000, "pretrained_cfg": {{Cfg}} }""").ShouldBe(contract);
    }

    [Fact]
    public void Camel_case_names_are_read_too() =>
        Read(
                """{"inputSize": [3, 192, 256], "cropPct": 1.0, "channelOrder": "bgr", "valueRange": "byte", "mean": [1, 2, 3], "std": [1, 1, 1], "layout": "nhwc"}"""
            )
            .ShouldBe(
                new Preprocessing
                {
                    Height = 192,
                    Width = 256,
                    CropPct = 1,
                    ChannelOrder = ChannelOrder.Bgr,
                    ValueRange = ValueRange.Byte,
                    Mean = new(1, 2, 3),
                    Std = new(1, 1, 1),
                    Layout = TensorLayout.Nhwc,
                }
            );

    [Fact]
    public void The_default_mean_follows_the_channel_order()
    {
        var contract = Read("""{"channel_order": "bgr"}""");

        contract.Mean.ShouldBe(new(0.406, 0.456, 0.485));
        contract.Std.ShouldBe(new(0.225, 0.224, 0.229));
    }

    [Theory]
    [InlineData("""{"std": [0.2, -0.2, 0.2]}""", "std", "[0.2, -0.2, 0.2] must be three positive numbers: pixels are divided by it")]
    [InlineData("""{"std": [0.2, 0, 0.2]}""", "std", "[0.2, 0, 0.2] must be three positive numbers: pixels are divided by it")]
    [InlineData("""{"std": 0.5}""", "std", "0.5 must be three numbers, one for each channel in the model's channel order")]
    [InlineData(
        """{"mean": [0.5, "a", 1]}""",
        "mean",
        """[0.5, "a", 1] must be three numbers, one for each channel in the model's channel order"""
    )]
    [InlineData("""{"mean": [1e999, 0, 0]}""", "mean", "must be three finite numbers")]
    [InlineData("""{"crop_pct": 0}""", "crop_pct", "0 must lie in (0, 1]: it is the part of the resized side that the crop keeps")]
    [InlineData("""{"crop_pct": 7}""", "crop_pct", "7 must lie in (0, 1]: it is the part of the resized side that the crop keeps")]
    [InlineData("""{"crop_pct": 0.01}""", "crop_pct", "0.01 would resize pictures to 22400 pixels, more than 4096")]
    [InlineData("""{"crop_pct": "0.9"}""", "crop_pct", "'0.9' must be a number")]
    [InlineData(
        """{"interpolation": "random"}""",
        "interpolation",
        "'random' is not supported; known are nearest, box, bilinear, hamming, bicubic, lanczos"
    )]
    [InlineData(
        """{"interpolation": 3}""",
        "interpolation",
        "'3' is not supported; known are nearest, box, bilinear, hamming, bicubic, lanczos"
    )]
    [InlineData("""{"crop_mode": "random"}""", "crop_mode", "'random' is not supported; known are center, border, squash")]
    [InlineData("""{"input_size": [1, 28, 28]}""", "input_size", "1 channels: the first number must be 3, as in [3, 224, 224]")]
    [InlineData(
        """{"input_size": [3, 224]}""",
        "input_size",
        "[3, 224] must be three whole numbers: channels, height, width, as in [3, 224, 224]"
    )]
    [InlineData("""{"input_size": [3, 0, 9000]}""", "input_size", "height 0 and width 9000 must each lie in [1, 2048]")]
    [InlineData("""{"resize": 0.5}""", "resize", "'0.5' must be a whole number")]
    [InlineData("""{"resize": -1}""", "resize", "-1 must lie in [1, 4096]")]
    [InlineData(
        """{"value_range": "byte", "mean": [0, 0, 0]}""",
        "std",
        "value_range byte needs an explicit std, in [0, 255] units (mean 0 and std 1 feed the pixels as they are)"
    )]
    [InlineData("""{"crop_pct": 1, "cropPct": 1}""", "crop_pct", "given twice")]
    [InlineData("[]", "", "the preprocessing must be a JSON object, as in {\"input_size\": [3, 224, 224]}, not a list")]
    public void What_cannot_be_kept_is_refused_by_field(string json, string field, string message)
    {
        PreprocessingJson.Read(json, out var errors).ShouldBeNull();

        errors.ShouldBe([new PreprocessingError(field, message)]);
    }

    [Fact]
    public void An_unknown_field_is_an_error_that_names_it()
    {
        PreprocessingJson.Read("""{"crop_percent": 0.9}""", out var errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().Field.ShouldBe("crop_percent");
        errors[0].Message.ShouldStartWith("unknown field; known are input_size, interpolation, crop_pct,");
    }

    [Fact]
    public void Every_error_is_listed_at_once()
    {
        PreprocessingJson.Read("""{"crop_pct": 7, "std": [-1, 1, 1], "colour": 1}""", out var errors).ShouldBeNull();

        errors.Select(error => error.Field).ShouldBe(["colour", "crop_pct", "std"]);
    }

    [Fact]
    public void Text_that_is_no_json_is_an_error_like_any_other()
    {
        PreprocessingJson.Read("{", out var errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().Message.ShouldStartWith("the preprocessing is not JSON: ");
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var contract = new Preprocessing
        {
            Height = 100,
            Width = 200,
            Interpolation = Interpolation.Lanczos,
            CropPct = 0.4,
            CropMode = CropMode.Border,
            Resize = 250,
            Mean = new(103.939, 116.779, 123.68),
            Std = new(1, 2, 3),
            ChannelOrder = ChannelOrder.Bgr,
            Layout = TensorLayout.Nhwc,
            ValueRange = ValueRange.Byte,
        };

        var json = PreprocessingJson.Write(contract);

        Read(json).ShouldBe(contract);
        json.ShouldStartWith(
            """{"input_size":[3,100,200],"interpolation":"lanczos","crop_pct":0.4,"crop_mode":"border","resize":250,"mean":[103.939,"""
        );
    }

    static Preprocessing Read(string json)
    {
        var contract = PreprocessingJson.Read(json, out var errors);
        errors.ShouldBeEmpty();
        return contract.ShouldNotBeNull();
    }
}
