namespace Bench.Workers.Inference.Cage;

/// <summary>The process that ran a model was told to end by a signal that asks for it. A stop of the service or
/// Ctrl-C in a terminal reaches the children too: nothing is known of the model.</summary>
internal sealed class ChildEndedException(int signal) : IOException($"The process that ran the model was told to end (signal {signal}).")
{
    const int HangUp = 1,
        Interrupt = 2,
        Terminate = 15;

    /// <param name="exitCode">The shell's convention for signals: 128 + number.</param>
    public static ChildEndedException? Of(int exitCode) =>
        exitCode - 128 is HangUp or Interrupt or Terminate ? new ChildEndedException(exitCode - 128) : null;
}
