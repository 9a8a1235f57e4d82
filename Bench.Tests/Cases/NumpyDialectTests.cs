using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Bench.Metrics.Predicted;
using Bench.Service.Models;
using Bench.Tests.Service.Labels;

namespace Bench.Tests.Cases;

/// <summary>Arrays as NumPy writes them and order files as people write them.</summary>
public sealed class NumpyDialectTests : IDisposable
{
    const string Folder = "33-numpy-dialects";

    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("i8.npy", "order.json")]
    [InlineData("order-imagefolder-samples.npy", "order-imagefolder-samples.json")]
    [InlineData("order-windows.npy", "order-windows.txt")]
    [InlineData("u2.npy", "order.json")]
    [InlineData("i2.npy", "order.json")]
    [InlineData("bigendian.npy", "order.json")]
    [InlineData("fortran.npy", "order.json")]
    [InlineData("f8.npy", "order.json")]
    public async Task Ranked_classes_are_taken_in_every_type_and_order(string file, string order)
    {
        var target = await Twenty.TargetAsync(_folder);

        var read = await Twenty.SubmitAsync(target, "topk-npy", Twenty.Case($"{Folder}/{file}"), Twenty.Case($"{Folder}/{order}"));

        read.Right(target).ShouldBe(20);
        read.Predictions.HeadSize.ShouldBe(5);
        read.Doubts(target).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("good.npz")]
    [InlineData("good-compressed.npz")]
    [InlineData("topk-i8.npz")]
    [InlineData("logits-f4.npz")]
    [InlineData("logits-only-f4.npz")]
    public async Task Logits_are_taken_in_every_type_alone_or_with_their_head(string file)
    {
        var target = await Twenty.TargetAsync(_folder);

        var read = await Twenty.SubmitAsync(target, "npz", Twenty.Case($"{Folder}/{file}"), Twenty.Case($"{Folder}/order.json"));

        read.Right(target).ShouldBe(19);
        read.Predictions.Content.ShouldBe(PredictionContent.Full);
        // 0.95 right, by confidences that are 0.1575 on average: an error of 0.7925.
        Enumerable
            .Range(0, 20)
            .Average(i => MathF.Exp(read.Predictions.TopLogit.Span[i * read.Predictions.HeadSize] - read.Predictions.LogSumExp.Span[i]))
            .ShouldBe(0.95f - 0.7925f, 1e-3f);
    }

    [Theory]
    [InlineData("topk-npy", "order-python-repr.npy", "order-python-repr.txt", "'order'")]
    [InlineData("topk-npy", "one-dim.npy", "order.json", "reshape(-1, 1)")]
    [InlineData("topk-npy", "transposed.npy", "order.json", "turned round")]
    [InlineData("topk-npy", "raw-logits.npy", "order.json", "scores of all classes")]
    [InlineData("topk-npy", "synsets.npy", "order.json", "texts")]
    [InlineData("topk-npy", "object.npy", "order.json", "never unpickled")]
    [InlineData("npz", "probs-as-logits.npz", "order.json", "which logits cannot")]
    public async Task What_is_refused_says_what_was_probably_meant(string format, string file, string order, string words)
    {
        var target = await Twenty.TargetAsync(_folder);

        (
            await Twenty.RefusedAsync(() =>
                Twenty.SubmitAsync(target, format, Twenty.Case($"{Folder}/{file}"), Twenty.Case($"{Folder}/{order}"))
            )
        ).ShouldContain(words);
    }

    [Fact]
    public async Task Ranks_that_stand_worst_first_are_doubted()
    {
        var target = await Twenty.TargetAsync(_folder);

        var read = await Twenty.SubmitAsync(
            target,
            "topk-npy",
            Twenty.Case($"{Folder}/ascending-argsort.npy"),
            Twenty.Case($"{Folder}/order.json")
        );

        read.Right(target).ShouldBe(0);
        read.Doubts(target).ShouldBe(["ranks-reversed"]);
    }

    [Theory]
    [InlineData("probabilities", null, "which logits cannot")]
    [InlineData("probabilities", OutputKind.Probabilities, null)]
    [InlineData("percent", OutputKind.Percentages, null)]
    [InlineData("percent", OutputKind.Probabilities, "declares probabilities")]
    [InlineData("probabilities", OutputKind.Logits, "declares logits")]
    [InlineData("sigmoid", null, "scale-unknown")]
    [InlineData("sigmoid", OutputKind.Sigmoid, "scale-declared")]
    [InlineData("sigmoid", OutputKind.Logits, null)]
    [InlineData("logarithms", null, null)]
    public async Task The_scale_of_logits_is_what_they_can_be(string scale, OutputKind? declared, string? said)
    {
        var lines = Enumerable.Range(0, 6).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}.JPEG {i}")).ToArray();
        var target = await LabelTargets.FromLinesAsync(_folder, lines);
        var random = new Random(4);
        var rows = Enumerable
            .Range(0, 6)
            .SelectMany(_ =>
            {
                var odds = Enumerable.Range(0, 1000).Select(_ => Math.Exp(5 * random.NextDouble())).ToArray();
                return odds.Select(odd =>
                    (float)(
                        scale switch
                        {
                            "percent" => 100 * odd / odds.Sum(),
                            "sigmoid" => odd / (1 + odd),
                            "logarithms" => Math.Log(odd / odds.Sum()),
                            _ => odd / odds.Sum(),
                        }
                    )
                );
            })
            .ToArray();
        var (path, order) = (Npz("<f4", "(6, 1000)", rows), _folder.Write("order.txt", string.Join('\n', lines)));

        if (said?.Contains(' ') == true)
            (await Twenty.RefusedAsync(() => Twenty.SubmitAsync(target, "npz", path, order, declared))).ShouldContain(said);
        else
        {
            var read = await Twenty.SubmitAsync(target, "npz", path, order, declared);
            read.Checks.Select(check => check.Code).ShouldBe(said is null ? [] : [said]);
            read.Predictions.Content.ShouldBe(said is null ? PredictionContent.Full : PredictionContent.Ranks);
            if (scale is "percent" or "probabilities")
                read.Predictions.LogSumExp.ToArray().ShouldAllBe(sum => MathF.Abs(sum) < 1e-3f);
        }
    }

    /// <summary>An npz of <c>logits</c> alone.</summary>
    string Npz(string type, string shape, float[] values)
    {
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        var path = Path.Combine(_folder.Path, "made.npz");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var entry = zip.CreateEntry("logits.npy").Open();
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(text), .. MemoryMarshal.AsBytes(values.AsSpan())]);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
