using Bench.Data.Blobs;
using Bench.Service.Models;

namespace Bench.Tests.Service.Models;

/// <summary>What lies in a worker's cache of models is used only while it is what was unpacked for this model.</summary>
public sealed class FileSumsTests : IDisposable
{
    readonly TempFolder _folder = new();
    readonly VerifiedFiles _verified = new(TimeProvider.System);

    [Fact]
    public async Task Two_models_whose_folders_and_sums_were_exchanged_are_not_used()
    {
        var stop = TestContext.Current.CancellationToken;
        foreach (var name in new[] { "first", "second" })
        {
            _folder.Write($"{name}/model.onnx", $"the {name} model");
            await FileSums.WriteAsync(_folder[name], _folder[name], stop);
            (await FileSums.HoldAsync(_folder[name], _verified, stop)).ShouldBeTrue();
        }

        foreach (var (from, to) in new[] { ("first", "kept"), ("second", "first"), ("kept", "second") })
        {
            Directory.Move(_folder[from], _folder[to]);
            File.Move(_folder[$"{from}.sha256"], _folder[$"{to}.sha256"]);
        }

        (await FileSums.HoldAsync(_folder["first"], _verified, stop)).ShouldBeFalse();
        (await FileSums.HoldAsync(_folder["second"], _verified, stop)).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();
}
