namespace Bench.Data.Work;

/// <summary>What a work item asks for.</summary>
public enum WorkKind
{
    /// <summary>Import a dataset: subject is the dataset.</summary>
    ImportDataset,

    /// <summary>Load a model in the cage and look at it: subject is the model.</summary>
    InspectModel,

    /// <summary>Cut an evaluation into shards: subject is the evaluation.</summary>
    PlanEvaluation,

    /// <summary>Run a slice of an evaluation's images: subject is the evaluation.</summary>
    RunShard,

    /// <summary>Join the parts and score under every label set: subject is the evaluation.</summary>
    ScoreEvaluation,

    /// <summary>Score one finished evaluation again under one label set: subject is the evaluation, argument the label set.</summary>
    Rescore,

    /// <summary>Score one finished evaluation again under every label set whose scores an older catalogue made: subject is the evaluation.
    /// Of the lowest priority; taken by workers of the catalogue that its notes name.</summary>
    ScoreAnew,

    /// <summary>Read everything stored and every picture, and write down what is damaged; has no subject.</summary>
    VerifyStore,

    /// <summary>Attack the next images of an attack: subject is the attack, start the first of them in the order of choice.</summary>
    RunAttack,

    /// <summary>Ask a model about some pictures, for an audit: subject is the audit.</summary>
    RunAudit,

    /// <summary>Explain a model's answers: subject is the explanation.</summary>
    RunExplanation,
}
