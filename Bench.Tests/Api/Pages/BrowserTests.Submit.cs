using Microsoft.Playwright;

namespace Bench.Tests.Api.Pages;

public sealed partial class BrowserTests
{
    [Fact]
    public async Task A_contract_that_is_refused_is_told_before_anything_is_sent()
    {
        var (page, app) = await OpenAsync();
        await page.GotoAsync("/submit");
        var sent = new List<string>();
        page.Request += (_, request) => sent.Add(request.Url);

        await page.GetByLabel("Key").FillAsync(app.OperatorKey);
        await page.GetByLabel("Preprocessing").FillAsync("""{"crop_pct": 87.5}""");
        await page.GetByLabel("Preprocessing").BlurAsync();
        await page.GetByText("87.5 % is 0.875").First.WaitForAsync();

        sent.ShouldNotContain(url => url.Contains("/uploads", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_comes_with_its_data_and_its_configuration_in_one_go_and_several_models_become_entries()
    {
        var (page, app) = await OpenAsync();
        await page.GotoAsync("/submit");
        var files = page.GetByLabel("Model", new() { Exact = true });

        await page.GetByLabel("Key").FillAsync(app.OperatorKey);
        await files.SetInputFilesAsync([
            Payload("with-data.onnx", TinyModel.Create(10, seed: 910)),
            Payload("with-data.onnx.data", new byte[100]),
            Payload("config.json", """{"pretrained_cfg": {"input_size": [3, 8, 8]}}"""u8.ToArray()),
        ]);
        await page.GetByText("The file is here.").WaitForAsync();
        (await page.GetByLabel("Preprocessing").InputValueAsync()).ShouldBe("""{"input_size":[3,8,8]}""");

        await files.SetInputFilesAsync([
            Payload("first.onnx", TinyModel.Create(10, seed: 911)),
            Payload("second.onnx", TinyModel.Create(10, seed: 912)),
        ]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and evaluate" }).ClickAsync();
        await page.GetByText("On its way:").WaitForAsync();

        (await page.Locator("#evaluations a").AllInnerTextsAsync()).ShouldBe(["first", "second"]);
    }

    static FilePayload Payload(string name, byte[] content) =>
        new()
        {
            Name = name,
            MimeType = "application/octet-stream",
            Buffer = content,
        };
}
