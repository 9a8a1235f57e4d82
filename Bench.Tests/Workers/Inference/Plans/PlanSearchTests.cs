using Bench.Data;
using Bench.Imaging.Contract;
using Bench.Imaging.Crops;
using Bench.Imaging.Resize;
using Bench.Service.Models;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Plans;
using Bench.Workers.Inference.Protocol;
using Bench.Workers.Models;

namespace Bench.Tests.Workers.Inference.Plans;

/// <summary>Real models, in the cage: whatever the machine finds fastest, the numbers are the same.</summary>
public sealed class PlanSearchTests : IDisposable
{
    const int Photographs = 20;

    static readonly InferenceOptions Options = new()
    {
        Providers = ["cpu"],
        Threads = 2,
        SpeedWindow = TimeSpan.FromMilliseconds(5),
    };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SqueezeNet_fp16")]
    [InlineData("mobilenetv2_int8_static", Traits = [LongAttribute.Trait, LongAttribute.Value])]
    public async Task Settings_that_may_be_taken_give_the_same_bytes_for_photographs_that_nobody_had_seen(string name)
    {
        var path = SharedFolder.Require($"models/{name}.onnx");
        var pictures = Directory.GetFiles(SharedFolder.Require("images/real")).Order(StringComparer.Ordinal).Take(Photographs).ToArray();
        var file = Model(path);
        var bench = new BenchOptions { DataDirectory = _folder["data"] };
        await using var children = new ModelChildren(new ModelCage(Options), bench, Options, TimeProvider.System);
        await using var taken = await children.TakeAsync(file, 2, default);
        var opened = taken.Opened;
        var input = ImageInput.Of(opened, Preprocessing.Default);
        var output = new OutputDescription(opened.Outputs[0].Name, 1000, OutputKind.Logits, false);
        var noise = NoiseCrops.In(taken.Folder, Preprocessing.Default, 64);
        var field = new PlanField("cpu", 2, input.FixedBatch, 64);
        var search = new PlanSearch(
            taken.Child,
            field,
            (plan, each) => noise.Use(taken.Child, input, each.Name, each.Width, plan),
            [output],
            Options
        );
        var photographs = new NoiseCrops(await CropsAsync(taken.Folder, pictures), Preprocessing.Default);

        var expected = await RowsAsync(field.Reference);
        var allowed = new List<EnginePlan>();
        foreach (var plan in field.Settings.SelectMany(plan => new[] { plan, plan with { BytesIn = true } }))
            if (await search.MayTakeAsync(plan, default))
                allowed.Add(plan);

        allowed.ShouldContain(plan => plan.Threads == 1 && plan.Sessions == 2);
        allowed.ShouldContain(plan => plan.BytesIn);
        foreach (var plan in allowed)
            (await RowsAsync(plan)).ShouldBe(expected, plan.ToString());

        async Task<float[]> RowsAsync(EnginePlan plan)
        {
            await taken.Child.AskAsync<Ready>(
                photographs.Use(taken.Child, input, output.Name, output.Width, plan),
                Options.AnswerTimeout,
                default
            );
            var all = new float[Photographs * output.Width];
            await BatchPump.RunAsync(
                taken.Child,
                0,
                Photographs,
                plan.Batch,
                output.Width,
                ready: null,
                (first, count, rows) => rows.CopyTo(all.AsSpan(first * output.Width)),
                default
            );
            return all;
        }
    }

    static async Task<string> CropsAsync(string folder, string[] pictures)
    {
        var geometry = Geometry.Of(Preprocessing.Default);
        var path = Path.Combine(folder, "photographs.crops");
        using var writer = CropWriter.Create(path, new CropLayout("photographs", 0, pictures.Length, geometry.Width, geometry.Height));
        var filler = new CropFiller(writer, geometry, i => new ImageFile(pictures[i], pictures[i], null), new CropFillerOptions());
        await foreach (var _ in filler.FillAsync(0, pictures.Length, default)) { }
        return path;
    }

    ModelFile Model(string path)
    {
        var folder = Directory.CreateDirectory(_folder["model"]).FullName;
        File.Copy(path, Path.Combine(folder, "model.onnx"));
        return new ModelFile(folder, Path.Combine(folder, "model.onnx"), new Dictionary<string, OutputKind?>(), []);
    }
}
