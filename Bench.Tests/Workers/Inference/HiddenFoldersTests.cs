using Bench.Data;
using Bench.Workers.Inference.Cage;

namespace Bench.Tests.Workers.Inference;

/// <summary>Where the service's own folders lie in one that the cage shows.</summary>
public sealed class HiddenFoldersTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_outside_of_what_is_shown_need_no_hiding()
    {
        HiddenFolders.Below(["/usr", "/lib"], Options(_folder["data"])).ShouldBeEmpty();
    }

    [Fact]
    public void What_lies_in_a_shown_folder_is_hidden_through_links_too()
    {
        var shown = Directory.CreateDirectory(_folder["shown"]).FullName;
        Directory.CreateDirectory(_folder["shown/data/datasets"]);
        Directory.CreateSymbolicLink(_folder["link"], _folder["shown/data"]);

        HiddenFolders.Below([shown], Options(_folder["link"])).ShouldBe([_folder["shown/data"]]);
    }

    [Fact]
    public void The_program_in_a_shown_folder_is_hidden_with_its_data_and_its_code_bound_by_name()
    {
        var program = AppContext.BaseDirectory.TrimEnd('/');
        Directory.CreateDirectory(Path.Combine(program, "TestData"));

        HiddenFolders.Below([Path.GetDirectoryName(program)!], Options(Path.Combine(program, "TestData"))).ShouldBe([program]);
    }

    [Fact]
    public void A_data_directory_around_the_program_is_refused_by_name()
    {
        var around = Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!;
        var bench = Options(around);

        var error = Should.Throw<InvalidOperationException>(() => HiddenFolders.Below([around], bench));

        error.Message.ShouldContain("Bench:DataDirectory");
        error.Message.ShouldContain(around);
    }

    [Fact]
    public void A_service_whose_folders_no_cage_can_hide_does_not_start()
    {
        var bench = Options("/usr");

        new CageRequirement(bench).Validate(null, new InferenceOptions()).FailureMessage.ShouldStartWith("Bench:DataDirectory is /usr");
        new CageRequirement(bench).Validate(null, new InferenceOptions { Cage = "rlimits" }).Succeeded.ShouldBeTrue();
    }

    static BenchOptions Options(string data) => new() { DataDirectory = data };
}
