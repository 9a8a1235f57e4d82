namespace Bench.Service.Datasets.Boxes;

/// <summary>Where an object is in a picture. Numbers are edges in pixels of the picture as it is stored, from its upper
/// left corner: a box over the first pixel alone is 0, 0, 1, 1.</summary>
public readonly record struct ImageBox(double Left, double Top, double Right, double Bottom);
