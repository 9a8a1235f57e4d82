using System.Reflection;
using Bench.Metrics.Catalogue;

namespace Bench.Tests.Repository;

/// <summary>Within an assembly namespaces need each other one way: whoever opens a folder can read it without what lies above it.</summary>
public sealed class NamespaceCycleTests
{
    public static TheoryData<string> Assemblies =>
        ["Bench.Metrics", "Bench.Imaging", "Bench.Onnx", "Bench.Data", "Bench.Service", "Bench.Workers", "Bench.Api"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_two_namespaces_of_an_assembly_need_each_other(string assembly)
    {
        var needs = NamespaceNeeds.Of(Assembly.Load(assembly));

        needs.Arrows.ShouldNotBeEmpty();
        needs.Cycle().ShouldBeNull();
    }

    /// <summary>Rooms of Bench.Metrics from what needs nothing to what scores one evaluation by another.</summary>
    static readonly string[][] Rooms =
    [
        ["Numerics", "Statistics", "Predicted", "Truth", "Hierarchy"],
        [
            "Accuracy",
            "Calibration",
            "Clustered",
            "Comparison",
            "Conformal",
            "Facets",
            "LabelErrors",
            "Mistakes",
            "MultiLabel",
            "OpenSet",
            "Robustness",
            "Selective",
            "Sequential",
            "Suites",
        ],
        ["Scoring"],
        ["Catalogue"],
        ["Derived"],
    ];

    [Fact]
    public void Metrics_go_one_way_from_data_over_functions_and_scoring_to_the_catalogue()
    {
        var arrows = NamespaceNeeds.Of(typeof(MetricCatalog).Assembly).Arrows;

        arrows.Where(arrow => StoreyOf(arrow.From) < StoreyOf(arrow.To)).Select(arrow => $"{arrow.User} → {arrow.Used}").ShouldBeEmpty();

        static int StoreyOf(string room) =>
            Array.FindIndex(Rooms, storey => storey.Contains(room.Split('.')[2])) switch
            {
                >= 0 and var storey => storey,
                _ => throw new InvalidOperationException($"{room} has no storey: is it data, functions or scoring?"),
            };
    }

    [Fact]
    public void A_cycle_is_named_with_the_arrow_that_closes_it()
    {
        var needs = new NamespaceNeeds([
            new("A", "B", "A.One", "B.Two"),
            new("A", "C", "A.One", "C.Three"),
            new("B", "C", "B.Two", "C.Three"),
            new("C", "A", "C.Three", "A.One"),
        ]);

        needs.Cycle().ShouldBe("A → C → A; C.Three → A.One closes it");
        new NamespaceNeeds([new("A", "B", "A.One", "B.Two"), new("A", "C", "A.One", "C.Three"), new("B", "C", "B.Two", "C.Three")])
            .Cycle()
            .ShouldBeNull();
    }

    [Fact]
    public void Types_that_only_a_body_names_are_seen()
    {
        var needs = NamespaceNeeds.Of(typeof(MetricCatalog).Assembly);

        needs.Arrows.ShouldContain(arrow => arrow.From == "Bench.Metrics.Catalogue" && arrow.To == "Bench.Metrics.Scoring.Resampling");
        needs.Arrows.ShouldContain(arrow => arrow.From == "Bench.Metrics.Calibration" && arrow.To == "Bench.Metrics.Numerics");
    }
}
