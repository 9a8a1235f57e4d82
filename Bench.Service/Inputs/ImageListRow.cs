namespace Bench.Service.Inputs;

/// <summary>One row of a list of images.</summary>
/// <param name="Line">Line or entry number in the file, from 1.</param>
/// <param name="Name">Image name or path.</param>
/// <param name="Label">What the list says about it; empty when it is a list of names alone.</param>
readonly record struct ImageListRow(int Line, string Name, string Label);
