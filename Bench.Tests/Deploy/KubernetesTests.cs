using System.Globalization;
using k8s;
using k8s.Models;
using Npgsql;
using YamlDotNet.RepresentationModel;

namespace Bench.Tests.Deploy;

/// <summary>The manifests of deploy/kubernetes, as far as they can be held to something without a cluster.</summary>
public sealed class KubernetesTests
{
    static readonly string Folder = Path.Combine(Checkout.Root, "deploy", "kubernetes");

    static string Base(string name) => File.ReadAllText(Path.Combine(Folder, "base", name));

    [Fact]
    public void What_the_kustomizations_name_is_there_and_every_file_is_named()
    {
        var named = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "kustomization.yaml", SearchOption.AllDirectories))
        {
            var root = Mapping(File.ReadAllText(file));
            foreach (var list in new[] { "resources", "components" }.Where(list => root.Children.ContainsKey(list)))
            foreach (
                var path in ((YamlSequenceNode)root[list]).Select(item => Path.GetFullPath(item.ToString(), Path.GetDirectoryName(file)!))
            )
                named.Add(Directory.Exists(path) ? Path.Combine(path, "kustomization.yaml") : path);
            named.UnionWith(file.Contains("/overlays/", StringComparison.Ordinal) ? [file] : []);
        }

        named.Order().ShouldBe(Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Order());
    }

    [Theory]
    [InlineData("config.yaml", typeof(V1Namespace), typeof(V1ConfigMap))]
    [InlineData("storage.yaml", typeof(V1PersistentVolumeClaim), typeof(V1PersistentVolumeClaim))]
    [InlineData("api.yaml", typeof(V1Deployment), typeof(V1Service), typeof(V1Ingress))]
    [InlineData("worker.yaml", typeof(V1Deployment))]
    [InlineData("disruption.yaml", typeof(V1PodDisruptionBudget), typeof(V1PodDisruptionBudget))]
    public void Every_field_is_one_of_the_api_s(string file, params Type[] kinds)
    {
        KubernetesYaml.LoadAllFromString(Base(file), strict: true).Select(thing => thing.GetType()).ShouldBe(kinds);
    }

    [Fact]
    public void Two_apis_are_held_up_by_a_budget_and_wait_for_their_readiness()
    {
        var api = Api();
        var budget = KubernetesYaml.LoadAllFromString(Base("disruption.yaml")).OfType<V1PodDisruptionBudget>().First();

        api.Spec.Replicas.ShouldBe(2);
        api.Spec.Template.Spec.Containers[0].ReadinessProbe.HttpGet.Path.ShouldBe("/health/ready");
        budget.Spec.Selector.MatchLabels.ShouldBe(api.Spec.Template.Metadata.Labels, ignoreOrder: true);
    }

    [Fact]
    public void No_budget_takes_in_pods_of_jobs_which_would_stop_every_drain()
    {
        var shards = (YamlMappingNode)Mapping(Base("shards.yaml"))["spec"]["jobTargetRef"]["template"]["metadata"]["labels"];
        var component = shards["app.kubernetes.io/component"].ToString();

        foreach (var budget in KubernetesYaml.LoadAllFromString(Base("disruption.yaml")).OfType<V1PodDisruptionBudget>())
        {
            budget.Spec.Selector.MatchExpressions.ShouldBeNull();
            budget.Spec.Selector.MatchLabels["app.kubernetes.io/component"].ShouldNotBe(component);
        }
    }

    [Fact]
    public void No_pod_has_a_capability_a_writable_root_or_a_secret_in_its_text()
    {
        foreach (var pod in new[] { Api().Spec.Template.Spec, Worker().Spec.Template.Spec, Shards() })
        {
            var container = pod.Containers.Single();
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"]);
            container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true);
            container.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false);
            pod.SecurityContext.RunAsNonRoot.ShouldBe(true);
            pod.AutomountServiceAccountToken.ShouldBe(false);
            container.Env.Where(one => one.Name != "Bench__ExitWhenIdle").ShouldAllBe(one => one.ValueFrom.SecretKeyRef.Name == "bench");
        }
    }

    [Fact]
    public void Workers_of_a_scaler_differ_from_the_one_that_stays_in_ending_by_themselves_alone()
    {
        var (stays, comes) = (Worker().Spec.Template.Spec, Shards());

        comes.RestartPolicy.ShouldBe("Never");
        comes
            .Containers[0]
            .Env.Select(one => one.Name)
            .Except(stays.Containers[0].Env.Select(one => one.Name))
            .Order()
            .ShouldBe(["Bench__ExitWhenIdle", "KEDA_CONNECTION"]);
        (comes.RestartPolicy, comes.Containers[0].Env) = (null, null);
        (stays.RestartPolicy, stays.Containers[0].Env) = (null, null);
        comes.Containers[0].VolumeMounts[0].ReadOnlyProperty = null;
        KubernetesYaml.Serialize(comes).ShouldBe(KubernetesYaml.Serialize(stays));
    }

    [Fact]
    public async Task The_scaler_s_query_is_answered_by_the_database_with_seconds()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        await using var db = made.Open();
        var trigger = (YamlMappingNode)((YamlSequenceNode)Mapping(Base("shards.yaml"))["spec"]["triggers"])[0]["metadata"];
        var item = new Bench.Data.Work.WorkItem
        {
            Id = Guid.CreateVersion7(),
            Kind = Bench.Data.Work.WorkKind.RunShard,
            SubjectId = Guid.CreateVersion7(),
            Count = 10_000,
        };
        db.Work.Add(item);
        await db.SaveChangesAsync();
        await using var connection = new NpgsqlConnection(
            Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetConnectionString(db.Database)
        );
        await connection.OpenAsync();
        await using var query = new NpgsqlCommand(trigger["query"].ToString(), connection);

        var seconds = Convert.ToDouble(await query.ExecuteScalarAsync(), CultureInfo.InvariantCulture);

        seconds.ShouldBe(50, "10,000 images at 200 images a second");
        trigger["connectionFromEnv"].ToString().ShouldBe("KEDA_CONNECTION");
        // The schema takes any name here: these are what KEDA's scaler of Postgres reads.
        trigger
            .Children.Keys.Select(key => key.ToString())
            .ShouldBe(["connectionFromEnv", "query", "targetQueryValue", "activationTargetQueryValue"]);
    }

    static V1Deployment Api() => KubernetesYaml.LoadAllFromString(Base("api.yaml")).OfType<V1Deployment>().Single();

    static V1Deployment Worker() => KubernetesYaml.LoadAllFromString(Base("worker.yaml")).OfType<V1Deployment>().Single();

    /// <summary>The pod of the scaled job, whose own kind the API's types do not have: read as one of theirs.</summary>
    static V1PodSpec Shards()
    {
        var pod = Mapping(Base("shards.yaml"))["spec"]["jobTargetRef"]["template"]["spec"];
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(pod)).Save(text, assignAnchors: false);
        return KubernetesYaml.Deserialize<V1PodSpec>(text.ToString().Replace("...", "", StringComparison.Ordinal), strict: true);
    }

    static YamlMappingNode Mapping(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
