using Bench.Tests.Workers.Inference;

/// <summary>Code inside a caged child: .NET runs this before the program where <c>DOTNET_STARTUP_HOOKS</c> names this assembly.</summary>
static class StartupHook
{
    public static void Initialize() => new Thread(CageAttempts.Run) { IsBackground = true, Name = "attempts" }.Start();
}
