using System.CommandLine;
using Bench.Data;
using Bench.Data.Outcomes;
using Bench.Service.Work;
using Bench.Workers.Hosting;

namespace Bench.Workers.CommandLine.Import;

/// <summary><c>import</c>: registers a dataset of this machine with the service and reads it here, for an operator who
/// is where the pictures are.</summary>
internal static class ImportCommand
{
    static readonly Option<string> Key = new("--key") { Description = "How the dataset is called in the service", Required = true };
    static readonly Option<string> DatasetPath = new("--path")
    {
        Description = "Folder, archive or list, relative to Bench:DatasetsRoot",
        Required = true,
    };
    static readonly Option<string> Layout = DatasetOptions.Layout();
    static readonly Option<string> Variant = DatasetOptions.Variant();
    static readonly Option<string> Classes = DatasetOptions.Classes("Bench:DatasetsRoot");
    static readonly Option<string[]> Labels = DatasetOptions.Labels();
    static readonly Option<bool> Json = new("--json") { Description = "Print what was imported as JSON" };

    public static Command Create()
    {
        var command = new Command(
            "import",
            "Imports a dataset into the service's database from this machine; settings as for serve, by environment variables"
        )
        {
            Key,
            DatasetPath,
            Layout,
            Variant,
            Classes,
            Labels,
            Json,
        };
        command.SetReport(Json, RunAsync, Print);
        return command;
    }

    static async Task<ImportResult> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var builder = WorkerHost.CreateForResults();
        if (DataServices.PostgresConnection(builder.Configuration) is null)
            throw new FailureException(
                "postgres-missing",
                "SQLite belongs to the API's own process; there an import goes through the API.",
                "Set ConnectionStrings__Bench to the service's connection string, or register the dataset with POST /api/v1/datasets."
            );
        builder.Services.AddBenchData(builder.Configuration).AddBenchScheduling(builder.Configuration).AddBenchHandlers();
        builder.Services.AddScoped<LabelRegistration>().AddScoped<DatasetImport>();
        using var host = builder.Build();
        await host.Services.MigrateAsync(cancellationToken: cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        var request = new ImportRequest(
            arguments.GetRequiredValue(Key),
            arguments.GetRequiredValue(DatasetPath),
            arguments.GetRequiredValue(Layout),
            arguments.GetRequiredValue(Variant),
            arguments.GetRequiredValue(Classes),
            [.. (arguments.GetValue(Labels) ?? []).Select(LabelArgument.Parse)]
        );
        return await scope
            .ServiceProvider.GetRequiredService<DatasetImport>()
            .RunAsync(request, line => Console.Error.WriteLine(line), cancellationToken);
    }

    static void Print(ImportResult imported) =>
        Console.WriteLine(
            $"{imported.Key}: {Counted.Of(imported.Images, "image")}, {Counted.Of(imported.Classes, "class", "classes")}, label sets "
                + $"{string.Join(", ", imported.LabelSets)}"
        );
}
