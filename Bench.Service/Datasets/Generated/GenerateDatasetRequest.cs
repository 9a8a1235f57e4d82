namespace Bench.Service.Datasets.Generated;

/// <param name="Key">Short name of the new dataset: lower-case letters, digits, '.', '_' and '-'.</param>
/// <param name="Family">imagenet-c, imagenet-c-bar, imagenet-w or imagenet-patch.</param>
/// <param name="Corruptions">Some of the family's corruptions by their authors' names; all of the published dataset
/// when absent.</param>
/// <param name="Severities">Some of 1 (mildest) to 5; all when absent. imagenet-w and imagenet-patch have one
/// level.</param>
/// <param name="Seed">What chance begins from, with each picture's own name.</param>
/// <param name="JpegQuality">Quality of the JPEG that each picture is passed through, 1 to 100; 85 as published when
/// absent, null for none. imagenet-w and imagenet-patch are not passed through JPEG.</param>
public sealed record GenerateDatasetRequest(
    string Key,
    [property: KnownCorruptionFamily] string Family,
    IReadOnlyList<string>? Corruptions = null,
    IReadOnlyList<int>? Severities = null,
    long Seed = 0,
    int? JpegQuality = 85
);
