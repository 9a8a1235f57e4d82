using Bench.Data.Work;

namespace Bench.Workers.CommandLine;

/// <summary>Kinds of work in a person's words.</summary>
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
            _ => kind.ToString(),
        };
}
