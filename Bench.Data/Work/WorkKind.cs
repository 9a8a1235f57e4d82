namespace Bench.Data.Work;

/// <summary>The kind of a work item. A kind is added here, with its traits, and by its handler.</summary>
public enum WorkKind
{
    /// <summary>Import a dataset: subject is the dataset.</summary>
    [WorkTraits(WorkRank.Import, "dataset imports")]
    ImportDataset,

    /// <summary>Load a model in the cage and look at it: subject is the model.</summary>
    [WorkTraits(WorkRank.Awaited, "model inspections")]
    InspectModel,

    /// <summary>Cut an evaluation into shards: subject is the evaluation.</summary>
    [WorkTraits(WorkRank.Awaited, "evaluation plans")]
    PlanEvaluation,

    /// <summary>Run a slice of an evaluation's images: subject is the evaluation.</summary>
    [WorkTraits(WorkRank.Device, "shards of images")]
    RunShard,

    /// <summary>Join the parts and score under every label set: subject is the evaluation.</summary>
    [WorkTraits(WorkRank.Awaited, "scorings")]
    ScoreEvaluation,

    /// <summary>Score one finished evaluation again under one label set: subject is the evaluation, argument the label
    /// set.</summary>
    [WorkTraits(WorkRank.Rescoring, "rescorings")]
    Rescore,

    /// <summary>Score one finished evaluation again under every label set whose scores an older catalogue made: subject
    /// is the evaluation. Of the lowest priority; taken by workers of the catalogue that its notes name.</summary>
    [WorkTraits(WorkRank.Housekeeping, "scorings of an older catalogue")]
    ScoreAnew,

    /// <summary>Read everything stored and every picture, and record what is damaged; has no subject.</summary>
    [WorkTraits(WorkRank.Housekeeping, "checks of what is stored")]
    VerifyStore,

    /// <summary>Attack the next images of an attack: subject is the attack, start the first of them in the order of
    /// choice.</summary>
    [WorkTraits(WorkRank.Device, "slices of attacks")]
    RunAttack,

    /// <summary>Ask a model about some pictures, for an audit: subject is the audit.</summary>
    [WorkTraits(WorkRank.Device, "spot checks and tests of ownership")]
    RunAudit,

    /// <summary>Explain a model's answers: subject is the explanation.</summary>
    [WorkTraits(WorkRank.Device, "explanations")]
    RunExplanation,
}
