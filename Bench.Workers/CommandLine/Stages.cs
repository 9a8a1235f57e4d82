using Bench.Data.Work;
using Bench.Service.Work;

namespace Bench.Workers.CommandLine;

/// <summary>Kinds of work as steps of a command that is being run.</summary>
internal static class Stages
{
    public static string Name(WorkKind kind) =>
        kind switch
        {
            WorkKind.ImportDataset => "reading the dataset",
            WorkKind.InspectModel => "inspecting the model",
            WorkKind.PlanEvaluation => "inspecting and planning",
            WorkKind.RunShard => "running the model",
            WorkKind.ScoreEvaluation => "scoring",
            WorkKind.VerifyStore => "reading what is stored",
            _ => kind.Words(),
        };
}
