namespace Bench.Api.Demo;

/// <summary>How far one step of the demo is.</summary>
internal readonly record struct DemoStep(string Name, int Done, int Total);
