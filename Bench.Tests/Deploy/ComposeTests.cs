using YamlDotNet.RepresentationModel;

namespace Bench.Tests.Deploy;

/// <summary>The Compose files, as docker-compose itself understands them: no engine is asked.</summary>
public sealed class ComposeTests
{
    static readonly (string, string) Password = ("BENCH_POSTGRES_PASSWORD", "of-this-test");

    [Fact]
    public async Task Without_a_password_for_the_database_nothing_is_started()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => ConfigAsync(["docker-compose.yml"]));

        refused.Message.ShouldContain("choose a password for the database");
    }

    [Fact]
    public async Task Every_container_has_a_limit_a_check_and_a_restart_and_those_of_bench_may_write_to_their_volumes_alone()
    {
        var services = (YamlMappingNode)(await ConfigAsync(["docker-compose.yml", "docker-compose.proxy.yml"], Password))["services"];

        services.Children.Keys.Select(name => name.ToString()).ShouldBe(["api", "postgres", "proxy", "worker"], ignoreOrder: true);
        foreach (var (name, service) in services)
        {
            service["mem_limit"].ToString().ShouldNotBeEmpty();
            service["healthcheck"]["test"].ToString().ShouldNotBeEmpty();
            service["restart"].ToString().ShouldBe("unless-stopped");
            if (name.ToString() is not ("api" or "worker"))
                continue;
            service["read_only"].ToString().ShouldBe("true");
            Texts(service["cap_drop"]).ShouldBe(["ALL"]);
            Texts(service["security_opt"]).ShouldContain("no-new-privileges:true");
            int.Parse(service["pids_limit"].ToString(), null).ShouldBePositive();
            // .NET's own patience with what is under way is half a minute.
            service["stop_grace_period"].ToString().ShouldBeOneOf("60s", "1m0s");
        }
        Texts(services["worker"]["security_opt"])
            .ShouldContain(option => option.EndsWith("deploy/seccomp/worker.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apis_believe_the_network_of_their_proxy()
    {
        var config = await ConfigAsync(["docker-compose.yml", "docker-compose.proxy.yml"], Password);

        var trusted = config["services"]["api"]["environment"]["Bench__Proxies__0"].ToString();

        trusted.ShouldBe(config["networks"]["default"]["ipam"]["config"][0]["subnet"].ToString());
    }

    static IEnumerable<string> Texts(YamlNode list) => ((YamlSequenceNode)list).Select(item => item.ToString());

    static async Task<YamlNode> ConfigAsync(string[] files, params (string, string)[] environment)
    {
        Command.SkipWithout("docker-compose");
        var text = await Command.RunAsync(
            Checkout.Root,
            "docker-compose",
            [.. files.SelectMany(file => new[] { "-f", file }), "config"],
            environment
        );
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents[0].RootNode;
    }
}
