using Bench.Service.Hosting;
using Bench.Service.Work;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Bench.Tests.Service.Hosting;

/// <summary>Whoever starts Bench wrongly is told in one sentence what is wrong.</summary>
public sealed class StartFaultsTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=127.0.0.1;Port=abc")]
    [InlineData("Host=127.0.0.1;Prot=5")]
    [InlineData("postgres://postgres@127.0.0.1:5432/bench")]
    public void A_connection_string_that_is_none_is_named_by_its_setting(string text)
    {
        var fault = Should.Throw<ArgumentException>(() =>
        {
            using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(text).ConnectionString);
            connection.Open();
        });

        StartFaults.Sentence(fault).ShouldNotBeNull().ShouldContain("Host");
    }

    [Fact]
    public void What_an_operator_can_mend_is_told_and_what_only_we_can_is_left_to_the_runtime()
    {
        StartFaults.Sentence(new OptionsValidationException("", typeof(object), ["one", "two"])).ShouldBe("one; two");
        StartFaults.Sentence(new FailureException("store-differs", "Another store.", "Mend it.")).ShouldBe("store-differs: Another store.");
        StartFaults.Sentence(new UnauthorizedAccessException("no right")).ShouldNotBeNull().ShouldStartWith("no right. The user");
        StartFaults.Sentence(new AggregateException(new IOException("in use"))).ShouldBe("in use");
        StartFaults.Sentence(new NotSupportedException()).ShouldBeNull();
        StartFaults.Sentence(null).ShouldBeNull();
    }

    [Fact]
    public async Task A_worker_with_a_wrong_setting_ends_with_one_line()
    {
        await using var worker = ServerProcess.StartWorker(
            ("ConnectionStrings:Bench", "Host=127.0.0.1;Username=nobody"),
            ("Bench:LeaseDuration", "abc")
        );

        (await worker.ExitAsync()).ShouldBe(StartFaults.ExitCode);

        worker.Output.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("'Bench:LeaseDuration'");
    }
}
