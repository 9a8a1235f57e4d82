using System.Text.Json;
using Bench.Api.Demo.Classifiers;
using Bench.Api.Demo.Pictures;

namespace Bench.Api.Demo;

/// <summary>The whole way of a dataset and its models, through the public API alone. Every step finds out whether it
/// was done before, so the demo may be started again.</summary>
/// <param name="client">Carries the operator's key.</param>
/// <param name="size">How much to make.</param>
/// <param name="datasetsRoot">Where the service looks for datasets.</param>
/// <param name="workFolder">Where fitted models are kept between starts.</param>
internal sealed class DemoFlow(BenchClient client, DemoSize size, string datasetsRoot, string workFolder)
{
    public const string Dataset = "demo",
        Sets = "demo-sets",
        Corrected = "demo-corrected";

    public async Task RunAsync(IProgress<DemoStep> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(datasetsRoot);
        await Task.Run(
            () => DemoDataset.Draw(datasetsRoot, size.Pictures, done => progress.Report(new("Draw pictures", done, size.Pictures))),
            cancellationToken
        );
        var files = await Task.Run(() => FitModels(progress), cancellationToken);
        await ImportAsync(progress, cancellationToken);
        await AddLabelSetsAsync(progress, cancellationToken);
        await EvaluateAsync(files, progress, cancellationToken);
    }

    /// <summary>The board under the original labels, with the other label sets and calibration next to it.</summary>
    public Task<JsonElement> ReadBoardAsync(CancellationToken cancellationToken) =>
        client.GetAsync(
            $"leaderboard?dataset={Dataset}&labelSet=original&metric=top1&columns={Sets}:top1,{Corrected}:top1,ece,nll",
            cancellationToken
        );

    string[] FitModels(IProgress<DemoStep> progress)
    {
        Directory.CreateDirectory(workFolder);
        var pictures = new Lazy<TrainingPicture[]>(() => TrainingPicture.Draw(size.TrainingPictures, seed: 500_000));
        var files = new string[size.Classifiers.Count];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = Path.Combine(workFolder, size.Classifiers[i].File);
            if (!File.Exists(files[i]))
            {
                File.WriteAllBytes($"{files[i]}.tmp", size.Classifiers[i].Fit(pictures.Value));
                File.Move($"{files[i]}.tmp", files[i]);
            }
            progress.Report(new("Fit classifiers", i + 1, files.Length));
        }
        return files;
    }

    async Task ImportAsync(IProgress<DemoStep> progress, CancellationToken cancellationToken)
    {
        progress.Report(new("Import the dataset", 0, size.Pictures));
        if (await client.FindAsync($"datasets/{Dataset}", cancellationToken) is null)
            await client.PostAsync(
                "datasets",
                new
                {
                    key = Dataset,
                    variant = "custom",
                    layout = "imagefolder",
                    path = DemoDataset.Folder,
                    classes = "from-folders",
                },
                null,
                cancellationToken
            );
        var dataset = await client.WaitAsync(
            $"datasets/{Dataset}",
            answer => answer.GetProperty("state").GetString() != "importing",
            cancellationToken
        );
        if (dataset.GetProperty("state").GetString() != "ready")
            throw new InvalidOperationException($"the demo's dataset was not imported: {dataset}");
        progress.Report(new("Import the dataset", size.Pictures, size.Pictures));
    }

    async Task AddLabelSetsAsync(IProgress<DemoStep> progress, CancellationToken cancellationToken)
    {
        var known = await client.GetAsync($"label-sets?dataset={Dataset}", cancellationToken);
        var keys = known.GetProperty("items").EnumerateArray().Select(set => set.GetProperty("key").GetString()).ToHashSet();
        (string Key, string Format, string File)[] sets = [(Sets, "json", DemoDataset.Sets), (Corrected, "csv", DemoDataset.Corrected)];
        for (var i = 0; i < sets.Length; i++)
        {
            if (!keys.Contains(sets[i].Key))
                await client.UploadAsync(
                    "label-sets",
                    Path.Combine(datasetsRoot, sets[i].File),
                    new
                    {
                        dataset = Dataset,
                        key = sets[i].Key,
                        format = sets[i].Format,
                        source = "the demo's own drawing",
                    },
                    cancellationToken
                );
            progress.Report(new("Add label sets", i + 1, sets.Length));
        }
    }

    async Task EvaluateAsync(string[] files, IProgress<DemoStep> progress, CancellationToken cancellationToken)
    {
        var evaluations = new string[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            var model = (await client.UploadAsync("models", files[i], size.Classifiers[i].Manifest, cancellationToken))
                .GetProperty("id")
                .GetString()!;
            var asked = await client.PostAsync(
                "evaluations",
                new { modelId = model, datasets = new[] { Dataset } },
                $"demo-{model}",
                cancellationToken
            );
            evaluations[i] = asked.GetProperty("items")[0].GetProperty("id").GetString()!;
            progress.Report(new("Upload models", i + 1, files.Length));
        }

        var total = files.Length * size.Pictures;
        for (var i = 0; i < evaluations.Length; i++)
        {
            var before = i * size.Pictures;
            var evaluation = await client.WaitAsync(
                $"evaluations/{evaluations[i]}",
                answer =>
                {
                    progress.Report(new("Evaluate", before + answer.GetProperty("progress").GetProperty("done").GetInt32(), total));
                    return answer.GetProperty("state").GetString() is "completed" or "failed" or "cancelled";
                },
                cancellationToken
            );
            if (evaluation.GetProperty("state").GetString() != "completed")
                throw new InvalidOperationException($"an evaluation of the demo did not complete: {evaluation}");
        }
        progress.Report(new("Evaluate", total, total));
    }
}
