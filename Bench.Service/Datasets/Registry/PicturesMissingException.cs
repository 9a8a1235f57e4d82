namespace Bench.Service.Datasets.Registry;

/// <summary>The pictures of a dataset are not on this machine. Another one may have them.</summary>
public sealed class PicturesMissingException(string dataset, Exception? cause = null)
    : Exception($"the pictures of dataset '{dataset}' are not on the machine that runs the model", cause);
