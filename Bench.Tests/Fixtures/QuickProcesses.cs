using System.Runtime.CompilerServices;

namespace Bench.Tests.Fixtures;

static class QuickProcesses
{
    /// <summary>Every application and process of the tests inspects its models in milliseconds: nobody here asks how fast they are to the
    /// percent.</summary>
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("Bench__Inference__SpeedWindow", "00:00:00.005");
        // Half a second of each application's start; the self-test's own tests switch it on.
        Environment.SetEnvironmentVariable("Bench__Inference__SelfTest", "false");
        // Processes that live for seconds gain nothing by compiling what they call often a second time.
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
    }
}
