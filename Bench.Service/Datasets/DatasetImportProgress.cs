namespace Bench.Service.Datasets;

/// <summary>How far an import is.</summary>
/// <param name="Stage"><c>unpacking</c>, <c>listing</c> or <c>hashing</c>.</param>
/// <param name="Done">Images done in this stage.</param>
/// <param name="Total">Images of this stage; 0 while that is unknown.</param>
public readonly record struct DatasetImportProgress(string Stage, long Done, long Total);
