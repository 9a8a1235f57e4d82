namespace Bench.Service.Labels.Formats;

/// <summary>The experts' classes of one image.</summary>
/// <param name="Correct">Classes that are right.</param>
/// <param name="Unclear">Classes that may be right: they count as right for accuracy.</param>
readonly record struct MultiLabelAnnotation(ushort[] Correct, ushort[] Unclear);
