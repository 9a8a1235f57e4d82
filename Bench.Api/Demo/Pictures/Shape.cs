namespace Bench.Api.Demo.Pictures;

/// <summary>The ten classes of the demo. Their names in lower case are the class folders; in ordinal order, as here,
/// they are the class indices.</summary>
internal enum Shape
{
    Ball,
    Can,
    Cone,
    Cross,
    Cube,
    Egg,
    Gem,
    Pill,
    Pyramid,
    Ring,
}
