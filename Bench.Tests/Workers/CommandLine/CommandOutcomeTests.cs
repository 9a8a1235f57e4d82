using Bench.Service.Work;
using Bench.Workers.CommandLine;
using Npgsql;

namespace Bench.Tests.Workers.CommandLine;

/// <summary>However a command ends, a person reads a sentence and a script a status.</summary>
public sealed class CommandOutcomeTests
{
    [Fact]
    public async Task What_an_operator_can_mend_is_a_status_and_no_fault_of_the_program()
    {
        foreach (
            var fault in new Exception[]
            {
                new FailureException("backup-missing", "There is none.", "Name another."),
                new InvalidOperationException("retried", new NpgsqlException("cut", new EndOfStreamException())),
                new IOException("No space left on device", 28),
            }
        )
            (await CommandOutcome.OfAsync(json: false, () => throw fault)).ShouldBe(CommandOutcome.Failed, fault.ToString());
    }

    [Fact]
    public async Task What_only_we_can_mend_is_told_whole() =>
        await Should.ThrowAsync<NotSupportedException>(() => CommandOutcome.OfAsync(json: false, () => throw new NotSupportedException()));
}
