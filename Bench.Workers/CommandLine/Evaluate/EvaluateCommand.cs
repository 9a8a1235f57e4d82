using System.CommandLine;
using Bench.Service.Datasets;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Work;
using Spectre.Console;

namespace Bench.Workers.CommandLine.Evaluate;

/// <summary><c>evaluate</c>: one model over one dataset, without a server, by the engine of a worker.</summary>
internal static class EvaluateCommand
{
    static readonly Option<FileInfo> Model = new("--model")
    {
        Description = "The .onnx file, or a .zip with external data or class embeddings",
        Required = true,
    };
    static readonly Option<FileInfo?> Manifest = new("--manifest")
    {
        Description = "JSON with the model's preprocessing, as for an upload; ImageNet defaults without one",
    };
    static readonly Option<string> Dataset = new("--dataset") { Description = "Folder or archive of pictures", Required = true };
    static readonly Option<string> Layout = DatasetOptions.Layout();
    static readonly Option<string> Variant = DatasetOptions.Variant();
    static readonly Option<string> Classes = DatasetOptions.Classes();
    static readonly Option<string[]> Labels = DatasetOptions.Labels();
    static readonly Option<FileInfo?> Predictions = new("--predictions")
    {
        Description = "Where to keep the predictions (.npz, for numpy.load)",
    };
    static readonly Option<string> Cache = new("--cache")
    {
        Description = "Where crops are kept for the next run",
        DefaultValueFactory = _ => DefaultCache(),
    };
    static readonly Option<bool> NoDoctor = new("--no-doctor") { Description = "Skip the preprocessing check" };
    static readonly Option<bool> All = new("--all") { Description = "Show every metric in the table, not the usual ones alone" };
    static readonly Option<bool> Json = new("--json") { Description = "Print the whole report as JSON" };

    public static Command Create()
    {
        var command = new Command("evaluate", "Runs a model over a dataset here and now, without a server, and prints its scores")
        {
            Model,
            Manifest,
            Dataset,
            Layout,
            Variant,
            Classes,
            Labels,
            Predictions,
            Cache,
            NoDoctor,
            All,
            Json,
        };
        command.SetReport(Json, RunAsync);
        return command;
    }

    static async Task RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = Request(arguments);
        var manifest = LocalManifest.Read(request.Manifest, Path.GetFileNameWithoutExtension(request.Model.Name));
        var root = request.Classes.Contains('/') ? CommonFolder(request.Dataset, request.Classes) : Path.GetDirectoryName(request.Dataset)!;
        EvaluationReport? report = null;
        await using (var host = await LocalHost.StartAsync(root, request, cancellationToken))
        {
            await using var scope = host.Services.CreateAsyncScope();
            IProgressLine progress = Console.IsErrorRedirected
                ? new PlainProgress(Console.Error)
                : new TerminalProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));
            await progress.RunAsync(async tell =>
                report = await scope
                    .ServiceProvider.GetRequiredService<LocalEvaluation>()
                    .RunAsync(request, manifest, root, tell, cancellationToken)
            );
        }
        if (arguments.GetValue(Json))
            CommandOutcome.Write(report);
        else
            ReportTable.Write(Output(), report!, arguments.GetValue(All));
    }

    static EvaluateRequest Request(ParseResult arguments)
    {
        var model = arguments.GetRequiredValue(Model);
        if (!model.Exists)
            throw new FailureException("file-missing", $"There is no model file '{model}'.", "Check the path.");
        var dataset = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.GetRequiredValue(Dataset)));
        if (!Path.Exists(dataset))
            throw new FailureException(DatasetImportCodes.Missing, $"There is no '{dataset}'.", "Check the path.");
        var (layout, variant, classes) = (
            arguments.GetRequiredValue(Layout),
            arguments.GetRequiredValue(Variant),
            arguments.GetRequiredValue(Classes)
        );
        if (DatasetRules.Broken("dataset", variant, layout, VariantCatalog.Known).FirstOrDefault() is { Message: { } wrong })
            throw new FailureException("dataset-invalid", $"{wrong}.", "See evaluate --help.");
        return new EvaluateRequest(
            model,
            arguments.GetValue(Manifest),
            DatasetPath.RealPath(dataset),
            layout,
            variant,
            File.Exists(classes) ? DatasetPath.RealPath(classes) : classes,
            [.. (arguments.GetValue(Labels) ?? []).Select(LabelArgument.Parse)],
            arguments.GetValue(Predictions),
            Path.GetFullPath(arguments.GetRequiredValue(Cache)),
            !arguments.GetValue(NoDoctor)
        );
    }

    /// <summary>Wide enough for the tables where there is no terminal to ask.</summary>
    static IAnsiConsole Output()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        return console;
    }

    static string CommonFolder(string first, string second)
    {
        var folder = Path.GetDirectoryName(first)!;
        while (!DatasetPath.IsInside(folder, second))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    static string DefaultCache() =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "bench"
        );
}
