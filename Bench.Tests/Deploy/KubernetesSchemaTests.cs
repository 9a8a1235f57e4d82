using System.Text.Json.Nodes;

namespace Bench.Tests.Deploy;

/// <summary>What comes out of deploy/kubernetes, held against the schemas of Kubernetes and KEDA.</summary>
public sealed class KubernetesSchemaTests : IDisposable
{
    static readonly string Manifests = Path.Combine(Checkout.Root, "deploy", "kubernetes");
    static readonly string[] Whole = ["overlays/cpu", "overlays/gpu"];

    /// <summary>A slip in a file each, and the word that must be in what is found.</summary>
    static readonly (string File, string Right, string Wrong, string Word)[] Slips =
    [
        ("base/shards.yaml", "pollingInterval: 15", "pollInterval: 15", "pollInterval"),
        ("base/shards.yaml", "pollingInterval: 15", "pollingInterval: often", "pollingInterval"),
        ("base/shards.yaml", "strategy: gradual", "strategie: gradual", "strategie"),
        ("base/shards.yaml", "jobTargetRef:", "scaleTargetRef:", "operation"),
        ("base/shards.yaml", "restartPolicy: Never", "restartPolicy: Sometimes", "restartPolicy"),
        ("base/shards.yaml", "memory: 12Gi", "memory: 12 GB", "memory"),
        ("base/shards.yaml", "keda.sh/v1alpha1", "keda.sh/v1", "ScaledJob"),
        ("base/worker.yaml", "hostUsers: false", "hostUser: false", "hostUser"),
        ("base/api.yaml", "pathType: Prefix", "pathTyp: Prefix", "pathTyp"),
        ("base/disruption.yaml", "minAvailable: 1", "minimum: 1", "minimum"),
        ("base/config.yaml", "Bench__OpenMetrics: \"false\"", "Bench__OpenMetrics: false", "Bench__OpenMetrics"),
        ("components/blobs-volume/claim.yaml", "accessModes:", "modes:", "modes"),
        ("components/blobs-volume/kustomization.yaml", "mountPath: /blobs", "mountpath: /blobs", "mountpath"),
        ("components/blobs-s3/kustomization.yaml", "kind: ScaledJob", "kind: ScaledObject", "ScaledObject"),
        ("components/blobs-s3/kustomization.yaml", "secretRef", "secret", "secret"),
        ("overlays/gpu/kustomization.yaml", "jobTargetRef/template/spec/tolerations", "jobTargetRef/template/tolerations", "tolerations"),
        ("overlays/gpu/kustomization.yaml", "operator: Exists", "operator: Is", "operator"),
        ("overlays/gpu/kustomization.yaml", "/spec/template/spec/containers/0/env/-", "/spec/template/spec/container/0/env/-", "operation"),
        ("overlays/cpu/kustomization.yaml", "images:", "image:", "image"),
    ];

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Long]
    public async Task Every_overlay_is_valid_and_would_not_be_with_a_slip_in_any_of_its_files()
    {
        var broken = Slips.Select((slip, i) => Broken(slip, _folder[$"{i}"])).ToArray();

        var results = await CheckAsync([.. Whole.Select(one => Path.Combine(Manifests, one)), .. broken]);

        foreach (var whole in results.Take(Whole.Length))
            Errors(whole).ShouldBeEmpty();
        foreach (var (slip, result) in Slips.Zip(results.Skip(Whole.Length)))
            Errors(result).ShouldContain(slip.Word, Case.Sensitive, $"{slip.File}: {slip.Wrong}");
    }

    /// <remarks>The check builds them itself: kustomize is in no registry of packages.</remarks>
    [Fact, Long]
    public async Task What_is_checked_is_what_kubectl_makes_of_it()
    {
        Assert.SkipUnless(await HasKustomizeAsync(), "there is no kubectl with kustomize 5 on the PATH");
        foreach (var overlay in Whole.Select(one => Path.Combine(Manifests, one)))
        {
            var made = _folder.Write("made.yaml", await Command.RunAsync(Checkout.Root, "kubectl", ["kustomize", overlay]));

            var results = await CheckAsync(overlay, made);

            var (ours, theirs) = (Objects(results[0]), Objects(results[1]));
            ours.Keys.ShouldBe(theirs.Keys, ignoreOrder: true);
            foreach (var (name, it) in ours)
                JsonNode.DeepEquals(it, theirs[name]).ShouldBeTrue($"{name}: {it}\n{theirs[name]}");
        }
    }

    static string Errors(JsonNode result) => string.Join('\n', result["errors"]!.AsArray());

    static Dictionary<string, JsonNode> Objects(JsonNode result) =>
        result["objects"]!.AsArray().ToDictionary(it => $"{it!["kind"]} {it["metadata"]!["name"]}", it => it!);

    static async Task<JsonNode[]> CheckAsync(params string[] places)
    {
        Command.SkipWithout("node", "npm");
        var folder = Path.Combine(Checkout.Root, "Bench.Tests", "Deploy", "manifests");
        await NodePackages.InstallAsync(folder);
        return [.. JsonNode.Parse(await Command.RunAsync(folder, "node", ["check.mjs", .. places]))!.AsArray().Select(result => result!)];
    }

    static async Task<bool> HasKustomizeAsync()
    {
        try
        {
            return (await Command.RunAsync(Checkout.Root, "kubectl", ["version", "--client"])).Contains(
                "Kustomize Version: v5",
                StringComparison.Ordinal
            );
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>A copy of the manifests with a slip, and of its overlays the one that has it.</summary>
    static string Broken((string File, string Right, string Wrong, string Word) slip, string copy)
    {
        foreach (var file in Directory.EnumerateFiles(Manifests, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Manifests, file);
            var text = File.ReadAllText(file);
            if (name == slip.File)
                text.ShouldContain(slip.Right, Case.Sensitive);
            var target = Path.Combine(copy, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, name == slip.File ? text.Replace(slip.Right, slip.Wrong, StringComparison.Ordinal) : text);
        }
        return Path.Combine(
            copy,
            slip.File.Contains("gpu", StringComparison.Ordinal) || slip.File.Contains("s3", StringComparison.Ordinal) ? Whole[1] : Whole[0]
        );
    }
}
