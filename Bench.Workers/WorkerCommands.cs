using System.CommandLine;
using Bench.Workers.CommandLine;
using Bench.Workers.CommandLine.Backup;
using Bench.Workers.CommandLine.Doctor;
using Bench.Workers.CommandLine.Evaluate;
using Bench.Workers.CommandLine.Import;
using Bench.Workers.CommandLine.Rescore;
using Bench.Workers.CommandLine.Verify;

namespace Bench.Workers;

/// <summary>The verbs that a person types. The caged child and a worker's start do not come here: they need none of
/// it.</summary>
internal static class WorkerCommands
{
    public static RootCommand Root()
    {
        var serve = new Command(
            "serve",
            "Starts a worker against the database and blobs of an API; settings follow as --Bench:DataDirectory=…"
        )
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        // Taken by WorkerProgram before it asks here; this is for the help.
        serve.SetAction((result, _) => ServeCommand.RunAsync([.. result.UnmatchedTokens]));
        return new RootCommand("A worker of Bench: turns models and datasets into predictions and scores.")
        {
            serve,
            EvaluateCommand.Create(),
            ImportCommand.Create(),
            VerifyCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            RescoreCommand.Create(),
            DoctorCommand.Create(),
        };
    }

    public static Task<int> RunAsync(string[] arguments) => Root().Parse(arguments).InvokeAsync();
}
