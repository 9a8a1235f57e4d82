using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bench.Tests.Api.Pages;

namespace Bench.Tests.Deploy;

/// <summary>The settings of nginx that the repository ships, with a certificate, on a port of their own, before the real API.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly CookieContainer _cookies = new();
    BenchApp _app = null!;
    HttpClient _client = null!;
    string? _nginx;

    public async ValueTask InitializeAsync()
    {
        // Debian has it where only root looks.
        _nginx = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        Command.SkipWithout(_nginx);
        _app = await BenchApp.StartAsync(Database.Sqlite, ("Bench:Proxies:0", "127.0.0.1"));
        var port = Ports.Free();
        await File.WriteAllTextAsync(_folder["nginx.conf"], await SettingsAsync(port));
        await RunAsync();
        var browser = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = _cookies,
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=localhost",
        };
        _client = new HttpClient(browser) { BaseAddress = new($"https://localhost:{port}") };
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await RunAsync("-s", "stop");
        _client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Returns once it listens, or has been told to stop.</summary>
    Task<string> RunAsync(params string[] arguments) =>
        Command.RunAsync(_folder.Path, _nginx!, ["-p", _folder.Path, "-c", _folder["nginx.conf"], "-e", _folder["log"], .. arguments]);

    [Fact]
    public async Task Addresses_and_cookies_are_those_of_the_encrypted_port_and_numbers_stay_inside()
    {
        var here = _client.BaseAddress!.ToString();
        (await _client.GetStringAsync("/submit")).ShouldContain($"{here}api/v1");

        using var begun = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads");
        begun.Headers.Authorization = new("Bearer", _app.OperatorKey);
        begun.Headers.Add("Tus-Resumable", "1.0.0");
        begun.Headers.Add("Upload-Length", "5");
        using var upload = await _client.SendAsync(begun);
        upload.StatusCode.ShouldBe(HttpStatusCode.Created);
        new Uri(_client.BaseAddress, upload.Headers.Location!).ToString().ShouldStartWith(here);

        using var numbers = await _client.GetAsync("/metrics");
        numbers.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_signs_in_with_cookies_for_encrypted_connections_alone()
    {
        using var answer = await _client.PostFormAsync("/sign-in", "/sign-in", ("key", _app.OperatorKey));

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var given = _cookies.GetAllCookies();
        given.Count.ShouldBeGreaterThan(1);
        given.Where(cookie => !cookie.Secure).Select(cookie => cookie.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_without_a_length_comes_through()
    {
        using var sent = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
        {
            Content = JsonContent.Create(new { name = "lab", role = "reader" }),
        };
        sent.Headers.Authorization = new("Bearer", _app.OperatorKey);
        sent.Headers.TransferEncodingChunked = true;

        using var answer = await _client.SendAsync(sent);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What is shipped, with this API, port and certificate, in the frame that Debian's package puts around it.</summary>
    async Task<string> SettingsAsync(int port)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(_folder["tls.pem"], certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder["tls.key"], key.ExportPkcs8PrivateKeyPem());
        var shipped = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy/proxy/nginx.conf"));
        shipped.ShouldContain("server api:5080;");
        shipped.ShouldContain("listen 80;");
        var server = shipped
            .Replace("server api:5080;", $"server {_app.Address.Authority};", StringComparison.Ordinal)
            .Replace(
                "listen 80;",
                $"listen 127.0.0.1:{port} ssl; ssl_certificate {_folder["tls.pem"]}; ssl_certificate_key {_folder["tls.key"]};",
                StringComparison.Ordinal
            );
        return $$"""
            master_process off;
            pid {{_folder["nginx.pid"]}};
            events {}
            http {
            access_log off;
            client_body_temp_path {{_folder["body"]}};
            proxy_temp_path {{_folder["proxy"]}};
            fastcgi_temp_path {{_folder["fastcgi"]}};
            uwsgi_temp_path {{_folder["uwsgi"]}};
            scgi_temp_path {{_folder["scgi"]}};
            {{server}}
            }
            """;
    }
}
