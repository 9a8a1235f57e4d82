namespace Bench.Data.Models;

/// <summary>How far a model has come. Static admission happens before there is a row.</summary>
public enum ModelState
{
    /// <summary>Waiting for, or in, inspection in the cage.</summary>
    Inspecting,

    /// <summary>Inspected: it loads and answers.</summary>
    Ready,

    /// <summary>Inspection failed; <see cref="Model.Failure"/> says why.</summary>
    Invalid,

    /// <summary>There is no model file: the submission carried predictions alone.</summary>
    PredictionsOnly,
}
