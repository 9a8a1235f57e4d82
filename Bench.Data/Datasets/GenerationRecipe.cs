namespace Bench.Data.Datasets;

/// <summary>How a dataset's pictures are made from another's.</summary>
/// <param name="Parent">Key of the dataset that they are made from.</param>
/// <param name="Family">imagenet-c or imagenet-c-bar.</param>
/// <param name="Corruptions">Corruptions, by their authors' names.</param>
/// <param name="Severities">1 (mildest) to 5.</param>
/// <param name="Seed">What chance begins from, with each picture's own name.</param>
/// <param name="JpegQuality">Quality of the JPEG that each picture is passed through; null for none.</param>
public sealed record GenerationRecipe(
    string Parent,
    string Family,
    IReadOnlyList<string> Corruptions,
    IReadOnlyList<int> Severities,
    long Seed,
    int? JpegQuality
);
