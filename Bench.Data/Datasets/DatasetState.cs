namespace Bench.Data.Datasets;

/// <summary>How far a dataset's import has come.</summary>
public enum DatasetState
{
    Importing,
    Ready,
    Failed,
}
