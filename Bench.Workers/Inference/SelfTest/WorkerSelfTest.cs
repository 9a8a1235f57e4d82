using System.Globalization;
using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Service.Models;
using Bench.Service.Storage;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Inference.SelfTest;

/// <summary>Starts the configured execution provider in the cage, runs the built-in model there and compares its
/// answers with those computed here.</summary>
internal sealed class WorkerSelfTest(ModelCage cage, InferenceOptions options, BenchOptions bench)
{
    /// <summary>Float32 sums in another order differ by some 1e-6; TF32 or a wrong kernel by far more than
    /// this.</summary>
    const double Tolerance = 1e-4;

    const int Pictures = 5;

    static readonly TimeSpan CpuTime = TimeSpan.FromMinutes(2);

    static readonly Preprocessing Contract = Preprocessing.Default with
    {
        Width = SelfTestModel.Side,
        Height = SelfTestModel.Side,
        Mean = new ChannelValues(0, 0, 0),
        Std = new ChannelValues(1, 1, 1),
    };

    public async Task<SelfTestResult> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = ScratchFolder.Create(bench);
        var level = "";
        try
        {
            level = cage.Level.ToString().ToLowerInvariant();
            return await RunAsync(folder.Path, level, cancellationToken);
        }
        catch (Exception error)
            when (error
                    is FailureException
                        or InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
                        or System.ComponentModel.Win32Exception
            )
        {
            return new SelfTestResult(
                false,
                options.ProviderList[0],
                level,
                error is FailureException failure ? failure.Failure.Message : error.Message,
                [],
                null
            );
        }
    }

    async Task<SelfTestResult> RunAsync(string folder, string level, CancellationToken cancellationToken)
    {
        var (model, crops) = (Path.Combine(folder, "model.onnx"), Path.Combine(folder, "pictures" + CropCache.Extension));
        SelfTestModel.Save(model);
        var expected = Write(crops);
        await using var child = cage.Start(folder, crops, CpuTime);
        var opened = await child.AskAsync<ModelOpened>(options.Open(child.Inside(model), 1), options.AnswerTimeout, cancellationToken);
        await child.AskAsync<Ready>(
            new UseImages(
                child.Inside(crops),
                PreprocessingJson.Write(Contract),
                SelfTestModel.Input,
                TensorLayout.Nchw,
                SelfTestModel.Output,
                SelfTestModel.Classes,
                EnginePlan.OneByOne(Pictures, 1)
            ),
            options.AnswerTimeout,
            cancellationToken
        );
        double difference = 0,
            largest = expected.SelectMany(scores => scores).Max(Math.Abs);
        await BatchPump.RunAsync(
            child,
            0,
            Pictures,
            Pictures,
            SelfTestModel.Classes,
            ready: null,
            (first, count, rows) =>
            {
                for (var i = 0; i < count; i++)
                for (var c = 0; c < SelfTestModel.Classes; c++)
                    // Max keeps a NaN.
                    difference = Math.Max(difference, Math.Abs(rows[i * SelfTestModel.Classes + c] - expected[first + i][c]) / largest);
            },
            cancellationToken
        );
        return difference <= Tolerance
            ? new SelfTestResult(true, opened.Provider, level, null, opened.Warnings, difference)
            : new SelfTestResult(
                false,
                opened.Provider,
                level,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"execution provider {opened.Provider} computes other numbers than the CPU: a difference of {difference:g3}, "
                        + $"where {Tolerance:g3} is allowed"
                ),
                opened.Warnings,
                difference
            );
    }

    /// <summary>Writes pictures of noise, the same ones everywhere, and returns the scores that each must
    /// have.</summary>
    static List<double[]> Write(string path)
    {
        using var writer = CropWriter.Create(path, new CropLayout("self-test", 0, Pictures, SelfTestModel.Side, SelfTestModel.Side));
        var random = new Random(1);
        var expected = new List<double[]>();
        for (var i = 0; i < Pictures; i++)
        {
            var pixels = new byte[SelfTestModel.Side * SelfTestModel.Side * 3];
            random.NextBytes(pixels);
            writer.Publish(i, pixels);
            expected.Add(SelfTestModel.Answer(pixels));
        }
        return expected;
    }
}
