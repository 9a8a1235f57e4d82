using System.Diagnostics;
using Bench.Metrics.Hierarchy;
using Bench.Service.Evaluations.Submissions;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Metrics.Hierarchy;

/// <summary>The table that was published next to "Making better mistakes", over all 50,000 validation images.</summary>
public sealed class PublishedDistancesTests
{
    /// <summary>Numbers of an independent sum over the same table and predictions in Python.</summary>
    [Theory]
    [InlineData("ResNet50.csv", 9.649602010892334, 2.30336)]
    [InlineData("ViT.csv", 9.43093570973902, 2.07424)]
    public async Task Severity_is_that_of_the_published_table(string file, double overMistakes, double overAll)
    {
        var target = await LabelTargets.ValAsync();
        var read = await SubmissionReader.ReadAsync(
            new SubmissionFile
            {
                Format = "csv",
                Path = SharedFolder.Require($"predictions/{file}"),
                Target = target,
            },
            TestContext.Current.CancellationToken
        );
        var distances = Unpacked().Of([.. target.Classes.Classes.Select(one => one.Id)]);

        var severities = target
            .Manifest.Images.Select((image, i) => distances.Severity(read.Predictions.TopClass.Span[i], image.Classes.AsSpan()))
            .Where(severity => severity > 0)
            .ToArray();

        (severities.Sum(severity => (double)severity) / severities.Length).ShouldBe(overMistakes, 1e-12);
        (severities.Sum(severity => (double)severity) / target.Manifest.Count).ShouldBe(overAll, 1e-12);
    }

    static PublishedDistances Unpacked()
    {
        var packed = SharedFolder.Require("labels/hierarchy/imagenet_ilsvrc_distances.txt.xz");
        using var xz = Process.Start(new ProcessStartInfo("xz", ["-dc", packed]) { RedirectStandardOutput = true })!;
        return PublishedDistances.Read(xz.StandardOutput);
    }
}
