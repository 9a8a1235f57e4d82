using Bench.Service.Models;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>Providers that run models on this machine.</summary>
internal static class Engines
{
    /// <summary>The engine that the child reports, with this machine's name.</summary>
    public static EngineRecord Of(ModelOpened opened) =>
        new(
            MachineName.Here,
            opened.Provider,
            opened.RuntimeVersion,
            opened.Engine.InstructionSet,
            opened.Engine.Tf32,
            string.Join(' ', opened.Engine.Options)
        );
}
