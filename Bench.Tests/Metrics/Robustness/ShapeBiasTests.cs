using System.Text.RegularExpressions;
using Bench.Metrics.Comparison;
using Bench.Metrics.Robustness;

namespace Bench.Tests.Metrics.Robustness;

public sealed partial class ShapeBiasTests
{
    const string Caffe = "style-transfer-512-nomask-experiment/style-transfer-512-nomask-experiment_";
    const string Torch = "style-transfer-512-nomask-experiment-trained-CNNs/style-transfer-512-nomask-experiment_";

    [Fact]
    public void Only_images_whose_cues_differ_count_and_what_is_neither_counts_for_no_side()
    {
        var bias = ShapeBias.Of(Bits.Masked("1100-1"), Bits.Masked("100101"), image => image > 0);
        bias.ShouldBe(new ShapeBias(Shape: 2, Texture: 1, Neither: 1));
        (bias.N, bias.Value).ShouldBe((4, 2 / 3.0));
        new ShapeBias(0, 0, 3).Value.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(Caffe + "alexnet_session_1.csv", 0.4294)]
    [InlineData(Caffe + "googlenet_session_1.csv", 0.3119)]
    [InlineData(Caffe + "vgg_session_1.csv", 0.1722)]
    [InlineData(Caffe + "subject-01_session_1.csv", 0.9617)]
    [InlineData(Torch + "resnet50_session-1.csv", 0.2207)]
    [InlineData(Torch + "resnet101_session-1.csv", 0.2612)]
    [InlineData(Torch + "resnet152_session-1.csv", 0.2562)]
    [InlineData(Torch + "densenet121_session-1.csv", 0.2145)]
    [InlineData(Torch + "squeezenet1_1_session-1.csv", 0.1822)]
    [InlineData(Torch + "resnet50_train_60_epochs_session-1.csv", 0.8061)]
    [InlineData(Torch + "alexnet_session-1.csv", 0.2531)]
    [InlineData(Torch + "vgg16_session-1.csv", 0.0921)]
    [InlineData(Torch + "oidv2-resnet101_session-1.csv", 0.196)]
    [InlineData(Torch + "alexnet_train_60_epochs_lr0.001_session-1.csv", 0.7519)]
    [InlineData(Torch + "densenet121_train_60_epochs_session-1.csv", 0.8262)]
    [InlineData(Torch + "squeezenet1_1_train_60_epochs_lr0.001_session-1.csv", 0.7902)]
    [InlineData(Torch + "vgg16_train_60_epochs_lr0.01_session-1.csv", 0.7717)]
    public void Published_decisions_give_the_published_shape_bias(string file, double published)
    {
        var decisions = Decisions(file);
        var shape = Bits.Where(decisions.Count, image => decisions[image].Said == decisions[image].Shape);
        var texture = Bits.Where(decisions.Count, image => decisions[image].Said == decisions[image].Texture);
        var all = Bits.All(decisions.Count);

        var bias = ShapeBias.Of(
            new ImageOutcomes(shape, all),
            new ImageOutcomes(texture, all),
            image => decisions[image].Shape != decisions[image].Texture
        );

        bias.N.ShouldBe(1_200);
        Math.Round(bias.Value, 4).ShouldBe(published);
        bias.Interval.Low.ShouldBeLessThan(bias.Value);
    }

    [Fact]
    public void Networks_err_alike_and_the_person_errs_elsewhere()
    {
        var person = ByPicture(Caffe + "subject-01_session_1.csv");
        var networks = new[] { "alexnet", "googlenet", "vgg" }.Select(name => ByPicture($"{Caffe}{name}_session_1.csv")).ToList();
        var pictures = person.Keys.Order(StringComparer.Ordinal).ToList();
        ImageOutcomes Outcomes(Dictionary<string, bool> right) =>
            new(Bits.Where(pictures.Count, image => right[pictures[image]]), Bits.All(pictures.Count));

        var among = ErrorConsistency.Of(PairedCounts.Of(Outcomes(networks[1]), Outcomes(networks[2])));
        foreach (var network in networks)
            ErrorConsistency.Of(PairedCounts.Of(Outcomes(person), Outcomes(network))).Interval.High.ShouldBeLessThan(among.Interval.Low);
    }

    static Dictionary<string, bool> ByPicture(string file) =>
        Decisions(file).Where(each => each.Shape != each.Texture).ToDictionary(each => each.Picture, each => each.Said == each.Shape);

    static List<(string Picture, string Shape, string Texture, string Said)> Decisions(string file)
    {
        var lines = File.ReadLines(SharedFolder.Require($"published/shape-bias/{file}")).ToList();
        var said = Array.IndexOf(lines[0].Split(','), "object_response");
        return
        [
            .. lines
                .Skip(1)
                .Select(line =>
                {
                    var cues = Cues().Match(line);
                    return (cues.Value, cues.Groups["shape"].Value, cues.Groups["texture"].Value, line.Split(',')[said]);
                }),
        ];
    }

    [GeneratedRegex(@"(?<shape>[a-z]+)\d+-(?<texture>[a-z]+)\d+\.png")]
    private static partial Regex Cues();
}
