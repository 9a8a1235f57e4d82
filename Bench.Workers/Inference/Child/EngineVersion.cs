using System.Reflection;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Workers.Inference.Child;

/// <summary>The runtime's version, where no model is loaded.</summary>
internal static class EngineVersion
{
    public static string Here { get; } =
        typeof(InferenceSession).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? typeof(InferenceSession).Assembly.GetName().Version!.ToString();
}
