using System.Reflection;

namespace Bench.Data;

/// <summary>The version of this build, as shown in the health report, the workers' rows and the log.</summary>
public static class BenchVersion
{
    public static string Text { get; } =
        typeof(BenchVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
