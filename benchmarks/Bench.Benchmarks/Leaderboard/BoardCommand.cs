using Bench.Data;
using Microsoft.EntityFrameworkCore;

namespace Bench.Benchmarks.Leaderboard;

/// <summary><c>board DIRECTORY-OR-POSTGRES MODELS DATASETS LABEL-SETS IMAGES [METRIC,…]</c>: writes a made-up board into an empty database,
/// for measurements.</summary>
internal static class BoardCommand
{
    public static async Task RunAsync(string[] arguments)
    {
        var board = new SyntheticBoard
        {
            Models = int.Parse(arguments[1]),
            Datasets = int.Parse(arguments[2]),
            LabelSets = int.Parse(arguments[3]),
            Images = int.Parse(arguments[4]),
        };
        if (arguments.Length > 5)
            board = board with { Metrics = arguments[5].Split(',') };
        await using (var db = Open())
            await db.Database.MigrateAsync();
        var copy = arguments[0].Contains('=', StringComparison.Ordinal) ? new ScoreCopy(Open) : null;
        if (copy is not null)
            await copy.BeginAsync(CancellationToken.None);
        await (board with { WriteScorings = copy is null ? null : copy.WriteAsync }).WriteAsync(Open, CancellationToken.None);
        if (copy is not null)
            await copy.CompleteAsync(CancellationToken.None);

        BenchDb Open() =>
            arguments[0].Contains('=', StringComparison.Ordinal)
                ? new PostgresBenchDb(BenchDbOptions.Postgres(arguments[0]).Options)
                : new SqliteBenchDb(
                    BenchDbOptions
                        .Sqlite($"Data Source={Path.Combine(Directory.CreateDirectory(arguments[0]).FullName, "bench.db")}")
                        .Options
                );
    }
}
